/** Identifier octets of the universal types that certificates are made of (X.690 §8.1.2). */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** The identifier octet of `[number]` around content octets, as IMPLICIT tagging of a primitive type has it. */
export const primitiveContext = (number: number): number => 0x80 | number

/** The identifier octet of `[number]` around elements, as EXPLICIT tagging has it. */
export const constructedContext = (number: number): number => 0xa0 | number
