/** SHA-256 in lower-case hex, off the event loop: 60 MB would hold it up for a tenth of a second. */
export async function contentHash(content: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', content as Uint8Array<ArrayBuffer>)
  return new Uint8Array(hash).toHex()
}
