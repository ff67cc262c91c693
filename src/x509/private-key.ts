import { MalformedError } from './malformed.ts'

/**
 * The fixed octets around the private value: PrivateKeyInfo with id-ecPublicKey and the curve, then ECPrivateKey to the
 * value; between value and point the start of `publicKey [1]`.
 */
const frames = {
  256: {
    head: Uint8Array.fromHex('308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420'),
    middle: Uint8Array.fromHex('a144034200'),
  },
  384: {
    head: Uint8Array.fromHex('3081b6020100301006072a8648ce3d020106052b8104002204819e30819b0201010430'),
    middle: Uint8Array.fromHex('a164036200'),
  },
}

/**
 * The PKCS #8 DER of an EC key with its public key (RFC 5208 §5, RFC 5915 §3).
 *
 * `privateValue` has as many octets as the field, `point` is `04 ‖ x ‖ y`; else MalformedError. The octets are secret:
 * they go into an array of their own and nowhere else.
 */
export function encodeEcPrivateKeyInfo(
  bits: 256 | 384,
  privateValue: Uint8Array,
  point: Uint8Array,
): Uint8Array {
  const { head, middle } = frames[bits]
  if (privateValue.length !== bits / 8) throw new MalformedError('malformed private value')
  if (point.length !== bits / 4 + 1 || point[0] !== 0x04) throw new MalformedError('malformed point')
  const info = new Uint8Array(head.length + privateValue.length + middle.length + point.length)
  info.set(head)
  info.set(privateValue, head.length)
  info.set(middle, head.length + privateValue.length)
  info.set(point, info.length - point.length)
  return info
}
