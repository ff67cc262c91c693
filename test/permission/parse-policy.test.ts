import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { DomainError } from '../../src/domain/model/errors.ts'
import { parsePolicy, writePolicy } from '../../src/domain/model/permission/parse-policy.ts'
import { allow, policy } from './policies.ts'

const good = policy(allow('pca:ca:list'))
const withStatement = (changes: object) => ({ ...good, Statement: [{ ...good.Statement[0], ...changes }] })
const condition = (Condition: unknown) => withStatement({ Condition })

suite('policies', () => {
  test('are written as they were read', () => {
    const full = {
      Version: '1.1',
      Statement: [
        { Effect: 'Allow', Action: ['pca:ca:*'], Resource: ['pca:*:*:ca:*'] },
        {
          Effect: 'Deny',
          Action: ['*:*:*'],
          Condition: {
            StringEquals: { 'g:UserName': ['a', 'b'], 'g:DomainName': ['x'] },
            NotIpAddress: { 'g:SourceIp': ['192.0.2.0/24'] },
          },
        },
        { Effect: 'Allow', Action: ['iam:agencies:assume'], Resource: { uri: ['/iam/agencies/1'] } },
      ],
    }
    assert.deepEqual(JSON.parse(JSON.stringify(writePolicy(parsePolicy(full, 'policy')))), full)
  })

  const faults: [string, unknown, RegExp][] = [
    ['is null', null, /^parameter-invalid: policy: must be an object/],
    ['is a list', [], /policy: must be an object/],
    ['has another version', { ...good, Version: '2.0' }, /policy\.Version/],
    ['has no version', { Statement: good.Statement }, /policy\.Version/],
    ['has a field that is none', { ...good, Depends: [] }, /has no field Depends/],
    ['has no statement', { ...good, Statement: [] }, /policy\.Statement/],
    ['has nine statements', { ...good, Statement: Array(9).fill(good.Statement[0]) }, /policy\.Statement/],
    ['has a text as a statement', { ...good, Statement: ['x'] }, /Statement\[0\]: must be an object/],
    ['has another effect', withStatement({ Effect: 'allow' }), /Statement\[0\]\.Effect/],
    ['has no action', withStatement({ Action: undefined }), /\.Action/],
    ['has a text as actions', withStatement({ Action: 'pca:ca:list' }), /\.Action/],
    ['has an action of two parts', withStatement({ Action: ['pca:ca'] }), /\.Action/],
    ['has an action of four parts', withStatement({ Action: ['pca:ca:list:x'] }), /\.Action/],
    ['has a role as an action', withStatement({ Action: ['secu_admin'] }), /\.Action/],
    ['has a number as an action', withStatement({ Action: [1] }), /\.Action/],
    ['has NotAction', withStatement({ NotAction: ['pca:ca:list'] }), /has no field NotAction/],
    ['has an empty resource', withStatement({ Resource: [''] }), /\.Resource/],
    ['has no resources', withStatement({ Resource: [] }), /\.Resource/],
    ['has resources of another kind', withStatement({ Resource: { arn: ['x'] } }), /\.Resource/],
    ['has an operator that is none', condition({ StringMatches: {} }), /knows no operator StringMatches/],
    [
      'has a key that nobody checks',
      condition({ StringEquals: { 'g:MFAPresent': ['true'] } }),
      /no key g:MFA/,
    ],
    ['has a condition without values', condition({ StringEquals: { 'g:UserName': [] } }), /g:UserName/],
    ['has a number as a value', condition({ StringEquals: { 'g:UserName': 5 } }), /g:UserName/],
    [
      'has an address that is none',
      condition({ IpAddress: { 'g:SourceIp': ['10.0.0.0/33'] } }),
      /g:SourceIp/,
    ],
    ['has a name as address', condition({ IpAddress: { 'g:SourceIp': ['localhost'] } }), /g:SourceIp/],
    ['has a time that is none', condition({ DateLessThan: { 'g:CurrentTime': ['soon'] } }), /g:CurrentTime/],
    ['has an inherited operator', condition({ constructor: {} }), /knows no operator/],
    ['is too long', withStatement({ Resource: Array(90).fill('x'.repeat(80)) }), /longer than 6144/],
  ]
  for (const [name, value, message] of faults) {
    test(`one that ${name} is refused`, () => {
      assert.throws(
        () => parsePolicy(value, 'policy'),
        (error) => {
          assert.ok(error instanceof DomainError)
          assert.match(error.message, message)
          return true
        },
      )
    })
  }
})
