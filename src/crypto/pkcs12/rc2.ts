/** RFC 2268 §2: a permutation of the octets, from the digits of π. */
const piTable = Uint8Array.fromHex(
  [
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2',
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82',
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626',
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7',
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec',
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731',
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9',
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  ].join(''),
)

const blockLength = 8
/** By how many bits each word of a block turns. */
const turns = [1, 2, 3, 5] as const

/**
 * Opens what RC2 in CBC has encrypted (RFC 2268), with all of the key's bits effective and padded as in RFC 8018
 * §6.1.1. The runtime has this cipher no longer, and Windows and Java wrote key stores with it for twenty years.
 * Undefined where the padding is wrong: the key is another one.
 */
export function decryptRc2Cbc(
  key: Uint8Array,
  iv: Uint8Array,
  encrypted: Uint8Array,
): Uint8Array | undefined {
  if (encrypted.length === 0 || encrypted.length % blockLength !== 0) return undefined
  const words = expandKey(key)
  const plain = new Uint8Array(encrypted.length)
  let before = iv
  for (let start = 0; start < encrypted.length; start += blockLength) {
    const block = encrypted.subarray(start, start + blockLength)
    const opened = decryptBlock(words, block)
    for (let index = 0; index < blockLength; index++)
      plain[start + index] = (opened[index] ?? 0) ^ (before[index] ?? 0)
    before = block
  }
  return withoutPadding(plain)
}

/** RFC 2268 §2: 64 words of the key, whose effective bits are all that it has. */
function expandKey(key: Uint8Array): Uint16Array {
  const octets = new Uint8Array(128)
  octets.set(key)
  for (let index = key.length; index < 128; index++) {
    octets[index] = pi((octets[index - 1] ?? 0) + (octets[index - key.length] ?? 0))
  }
  octets[128 - key.length] = pi(octets[128 - key.length] ?? 0)
  for (let index = 127 - key.length; index >= 0; index--) {
    octets[index] = pi((octets[index + 1] ?? 0) ^ (octets[index + key.length] ?? 0))
  }
  return Uint16Array.from(
    { length: 64 },
    (_, word) => (octets[2 * word] ?? 0) | ((octets[2 * word + 1] ?? 0) << 8),
  )
}

const pi = (value: number) => piTable[value & 0xff] ?? 0

/** RFC 2268 §4: five rounds of mixing, one of mashing, six, one, and five, all backwards. */
function decryptBlock(key: Uint16Array, block: Uint8Array): Uint8Array {
  const words = new Uint16Array(4)
  for (let word = 0; word < 4; word++)
    words[word] = (block[2 * word] ?? 0) | ((block[2 * word + 1] ?? 0) << 8)
  for (let round = 15; round >= 0; round--) {
    unmix(words, key, round)
    if (round === 11 || round === 5) unmash(words, key)
  }
  return Uint8Array.from(
    { length: blockLength },
    (_, index) => (words[index >> 1] ?? 0) >> (index & 1 ? 8 : 0),
  )
}

function unmix(words: Uint16Array, key: Uint16Array, round: number): void {
  for (let word = 3; word >= 0; word--) {
    const [one, two, three] = [at(words, word - 1), at(words, word - 2), at(words, word - 3)]
    const turn = turns[word] ?? 0
    const turned = (at(words, word) >> turn) | (at(words, word) << (16 - turn))
    words[word] = turned - (key[4 * round + word] ?? 0) - (one & two) - (~one & three)
  }
}

function unmash(words: Uint16Array, key: Uint16Array): void {
  for (let word = 3; word >= 0; word--) words[word] = at(words, word) - (key[at(words, word - 1) & 63] ?? 0)
}

const at = (words: Uint16Array, index: number) => words[index & 3] ?? 0

function withoutPadding(plain: Uint8Array): Uint8Array | undefined {
  const count = plain.at(-1) ?? 0
  const isPadded =
    count > 0 && count <= blockLength && plain.subarray(-count).every((octet) => octet === count)
  return isPadded ? plain.subarray(0, plain.length - count) : undefined
}
