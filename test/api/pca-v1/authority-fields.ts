import { type BadField, bad } from './support.ts'

/** Wrong values of the fields that CAs and certificates share, with the codes of api-answers B. */

const notText = [5, true, [], {}, ['x']]
const absentText = [undefined, null, '']

export const badKeyAlgorithms = (isRequired: boolean): BadField[] =>
  bad('key_algorithm', 'PCA.00020102', [
    ...(isRequired ? absentText : []),
    'SM2',
    'RSA',
    'RSA1024',
    'RSA3072',
    'EC521',
    'rsa2048',
    'X'.repeat(1000),
    ' EC256',
    ...notText,
  ])

export const badHashes = (isRequired: boolean): BadField[] =>
  bad('signature_algorithm', 'PCA.00020103', [
    ...(isRequired ? absentText : []),
    'SM3',
    'SHA1',
    'MD5',
    'sha256',
    'SHA-256',
    'X'.repeat(1000),
    ...notText,
  ])

/** `years`: the limit of this kind of certificate. */
export const badValidities = (years: 20 | 30): BadField[] => [
  ...bad('validity', 'PCA.00020109', ['YEAR', 5, true, []]),
  ...bad('validity.type', 'PCA.00020109', [...absentText, ...notText, 'WEEK', 'MINUTE', 'year', 'YEARS']),
  ...bad('validity.value', 'PCA.00020109', [undefined, null, '', '5', 1.5, 0, -1, true, [], {}, [1]]),
  ...bad('validity.value', 'PCA.00020109', [years + 1, 2 ** 31, 2 ** 53, 1e300], 'validity'),
  ...bad('validity.start_from', 'PCA.00020109', [
    'x',
    '1.5',
    1.5,
    -1,
    '-1',
    '0x10',
    ' 1',
    '1e3',
    true,
    [],
    {},
  ]),
  ...bad('validity.start_from', 'PCA.00020109', [0, '0', 5]),
]

export const badIssuerIds = (isRequired: boolean): BadField[] =>
  bad('issuer_id', 'PCA.00020201', [
    ...(isRequired ? absentText : []),
    'x',
    '00000000-0000-4000-8000-00000000000',
    '00000000-0000-4000-8000-0000000000000',
    '00000000000040008000000000000000',
    '{00000000-0000-4000-8000-000000000000}',
    'ABCDEF00-0000-4000-8000-000000000000',
    'g0000000-0000-4000-8000-000000000000',
    '../../etc/passwd',
    "' OR 1=1 --",
    ...notText,
  ])

export const badPathLengths: BadField[] = bad('path_length', 'PCA.00020203', [
  -1,
  7,
  8,
  1.5,
  '1',
  true,
  [],
  {},
  2 ** 53,
])

export const badAuthorityUsages: BadField[] = bad('key_usages', 'PCA.00020001', [
  'keyCertSign',
  5,
  true,
  {},
  ['digitalSignature'],
  ['cRLSign', 'digitalSignature'],
  ['keyCertSign', 'encipherOnly'],
  ['keyCertSign', 'decipherOnly'],
  ['keyCertSign', 'signing'],
  ['KeyCertSign'],
  [5],
  [['keyCertSign']],
])

const crl = (value: object) => ({ enabled: false, ...value })

/** There are no buckets yet: nothing that is enabled is right. */
export const badRevocationLists: BadField[] = [
  ...bad('crl_configuration', 'PCA.00020204', ['true', 5, true, []]),
  ...bad('crl_configuration.enabled', 'PCA.00020204', [undefined, null, '', 'true', 1, [], {}]),
  ...bad(
    'crl_configuration',
    'PCA.00020204',
    [crl({ valid_days: 6 }), crl({ valid_days: 31 }), crl({ valid_days: '8' }), crl({ valid_days: 7.5 })],
    'crl_configuration.valid_days',
  ),
  ...bad(
    'crl_configuration',
    'PCA.00020204',
    ['../x', '-a', '.a', 'a b', 'a/b', 'a'.repeat(65), 5, ['a']].map((name) => crl({ crl_name: name })),
    'crl_configuration.crl_name',
  ),
  ...bad(
    'crl_configuration',
    'PCA.00020204',
    [crl({ obs_bucket_name: 5 }), crl({ obs_bucket_name: ['b'] })],
    'crl_configuration.obs_bucket_name',
  ),
]

export const enabledRevocationLists: BadField[] = [
  { enabled: true },
  { enabled: true, valid_days: 8 },
  { enabled: true, valid_days: 30, crl_name: 'list' },
  { enabled: true, obs_bucket_name: 'bucket', valid_days: 8 },
  { enabled: true, obs_bucket_name: 'bucket', valid_days: 8, crl_name: 'list' },
].map((value) => ({
  field: 'crl_configuration',
  value,
  code: 'PCA.00020204',
  names: 'crl_configuration.obs_bucket_name',
}))

export const badEnterpriseProjects: BadField[] = bad('enterprise_project_id', 'PCA.00020001', [
  'unknown',
  '1',
  'e'.repeat(65),
  5,
  true,
  [],
  {},
])

const name = 'distinguished_name'
const optional = ['country', 'state', 'locality', 'organization', 'organizational_unit']

/** `isAuthority`: all six are required; else the common name alone. */
export const badNames = (isAuthority: boolean): BadField[] => [
  ...bad(name, 'PCA.00020101', [undefined, null, '', 'CN=x', 5, true, []]),
  ...['common_name', ...optional].flatMap((field) => [
    ...bad(
      `${name}.${field}`,
      'PCA.00020101',
      isAuthority || field === 'common_name' ? [...absentText, ...notText] : notText,
    ),
    ...badCharacters(field),
  ]),
  ...bad(`${name}.country`, 'PCA.00020101', ['C', 'CHN', 'C1', '86', 'C ', '中国', 'C-', 'ＣＮ']),
  ...['state', 'locality'].flatMap((field) => bad(`${name}.${field}`, 'PCA.00020101', tooLong(129))),
  ...['common_name', 'organization', 'organizational_unit'].flatMap((field) =>
    bad(`${name}.${field}`, 'PCA.00020101', tooLong(65)),
  ),
]

const tooLong = (length: number) => ['a'.repeat(length), '中'.repeat(length), '𠀀'.repeat(length)]

function badCharacters(field: string): BadField[] {
  if (field === 'country') return []
  const signs = ['/', '@', "'", '"', '(', '<', '+', '=', ';', '\\', '&', '#', ':', '\n', '\t', '\u0001', '😀']
  const refused = field === 'common_name' ? signs : [...signs, '*']
  return bad(
    `${name}.${field}`,
    'PCA.00020101',
    refused.map((sign) => `a${sign}b`),
  )
}
