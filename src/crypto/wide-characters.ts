/**
 * Text in octets of UTF-16BE: how Java reads the characters of a password, and what programs put in a BMPString. For
 * characters beyond the Basic Multilingual Plane, which a BMPString has no room for, that is two surrogates.
 */
export const encodeWideCharacters = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16()

/** What is no text in them becomes U+FFFD. */
export const decodeWideCharacters = (octets: Uint8Array): string => new TextDecoder('utf-16be').decode(octets)
