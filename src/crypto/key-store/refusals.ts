import { aliasesInWords } from '../../domain/model/aliases-in-words.ts'
import { DomainError } from '../../domain/model/errors.ts'

/** The store can't be read, whatever its password. */
export const unreadable = (reason: string) =>
  new DomainError('imported-certificate-invalid', { parameter: 'content', reason })

/** It is protected in a way that nobody here knows. */
export const unknownAlgorithm = (identifier: string) =>
  unreadable(`is a key store that uses the algorithm ${identifier}, which is not supported`)

export const passwordRefused = () =>
  new DomainError('parameter-invalid', {
    parameter: 'password',
    reason: 'does not open the key store, or the key store was changed after it was written',
  })

/** `isGiven`: whether the key was tried with a password of its own. */
export const keyPasswordRefused = (isGiven: boolean) =>
  new DomainError('parameter-invalid', {
    parameter: 'key_password',
    reason: isGiven
      ? 'does not open the private key'
      : 'is required, since the private key has another password than the key store',
  })

export const keyMissing = () =>
  new DomainError('private-key-invalid', {
    parameter: 'content',
    reason: 'is a key store without a private key',
  })

export const keyUnreadable = () =>
  new DomainError('private-key-invalid', {
    parameter: 'content',
    reason: 'is a key store whose private key can not be read',
  })

export const keyTooLong = (longest: number) =>
  new DomainError('private-key-invalid', {
    parameter: 'content',
    reason: `holds a private key of more than ${longest} octets`,
  })

export const certificateMissing = () =>
  new DomainError('public-key-mismatch', {
    parameter: 'content',
    reason: 'is a key store without the certificate of its private key',
  })

export const aliasUnknown = (aliases: readonly string[]) =>
  new DomainError('parameter-invalid', {
    parameter: 'alias',
    reason: `must be one of ${aliasesInWords(aliases)}`,
  })
