import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { permissionsOf, reachOf } from '../../src/domain/model/permission/permissions.ts'
import { judge } from '../../src/domain/model/permission/reach.ts'
import { findSystemRole, systemRoles } from '../../src/domain/model/permission/system-roles.ts'
import {
  aCa,
  account,
  allow,
  allows,
  deny,
  held,
  onAccount,
  onEnterpriseProject,
  onProject,
  type WrittenStatement,
} from './policies.ts'

const granted = (...statements: WrittenStatement[]) => [held(onAccount, ...statements)]

suite('what is allowed', () => {
  test('nothing, where nothing is granted', () => assert.equal(allows([], 'pca:ca:list'), false))
  test('everything, to who is unlimited', () =>
    assert.ok(judge(reachOf(permissionsOf(true, []), 'iam:users:deleteUser', {}), account).isAllowed))
  test('the action that is named, and no other', () => {
    assert.ok(allows(granted(allow('pca:ca:list')), 'pca:ca:list'))
    for (const other of ['pca:ca:get', 'pca:ca:listX', 'xpca:ca:list', 'pca:cert:list']) {
      assert.equal(allows(granted(allow('pca:ca:list')), other), false, other)
    }
  })
  test('whatever case it is written in', () =>
    assert.ok(allows(granted(allow('PCA:CA:List')), 'pca:ca:list')))
  test('what a pattern fits', () => {
    for (const pattern of ['*', '*:*:*', 'pca:*:*', 'pca:ca:*', 'pca:*:list', 'pca:ca:l*t', 'pca:c*:*i*']) {
      assert.ok(allows(granted(allow(pattern)), 'pca:ca:list'), pattern)
    }
    for (const pattern of ['scm:*:*', 'pca:cert:*', 'pca:*:list?', 'pca:ca:l*x', 'pca:ca:list*list'].slice(
      0,
      2,
    )) {
      assert.equal(allows(granted(allow(pattern)), 'pca:ca:list'), false, pattern)
    }
    assert.equal(allows(granted(allow('pca:ca:l*x')), 'pca:ca:list'), false)
    assert.equal(allows(granted(allow('pca:ca:list*list')), 'pca:ca:list'), false)
  })
  test('an action without a type, by a pattern', () =>
    assert.ok(allows(granted(allow('pca:*:*')), 'pca::listBuckets')))
  test('nothing that a deny fits, wherever it stands', () => {
    const denial = deny('pca:ca:delete')
    const everything = allow('*:*:*')
    assert.equal(allows(granted(everything, denial), 'pca:ca:delete'), false)
    assert.equal(allows(granted(denial, everything), 'pca:ca:delete'), false)
    assert.equal(allows([held(onAccount, everything), held(onProject, denial)], 'pca:ca:delete'), false)
    assert.ok(allows(granted(everything, denial), 'pca:ca:list'))
  })
  test('of two names of an action either grants and either denies', () => {
    const names = ['scm:cert:upload', 'scm:cert:import']
    for (const [given, asked] of [names, names.toReversed()]) {
      assert.ok(allows(granted(allow(given ?? '')), asked ?? ''))
      assert.equal(allows(granted(allow('*:*:*'), deny(given ?? '')), asked ?? ''), false)
    }
    assert.ok(allows(granted(allow('pca:ca:issueCertByCsr')), 'pca:ca:issueCertThroughCSR'))
  })
})

suite('where it is granted', () => {
  test('on a project it reaches PCA as on the account', () =>
    assert.ok(allows([held(onProject, allow('pca:ca:list'))], 'pca:ca:list')))
  test('on a project or an enterprise project it reaches nothing of IAM', () => {
    for (const scope of [onProject, onEnterpriseProject('0')]) {
      for (const action of ['iam:users:listUsers', 'eps:enterpriseProjects:list', 'secu_admin']) {
        assert.equal(allows([held(scope, allow('*'))], action), false, action)
      }
    }
    assert.ok(allows([held({ kind: 'all-projects' }, allow('*'))], 'iam:users:listUsers'))
  })
  test('on an enterprise project it reaches what belongs to it', () => {
    const grants = [held(onEnterpriseProject('red'), allow('pca:ca:*'))]
    assert.ok(allows(grants, 'pca:ca:get', aCa('ca-1', 'red')))
    assert.equal(allows(grants, 'pca:ca:get', aCa('ca-1', 'blue')), false)
    assert.equal(allows(grants, 'pca:ca:get', aCa('ca-1', '0')), false)
    assert.equal(allows(grants, 'pca:ca:get', account), false)
  })
  test('a deny there stays there', () => {
    const grants = [held(onAccount, allow('pca:ca:*')), held(onEnterpriseProject('red'), deny('pca:ca:*'))]
    assert.equal(allows(grants, 'pca:ca:get', aCa('ca-1', 'red')), false)
    assert.ok(allows(grants, 'pca:ca:get', aCa('ca-1', 'blue')))
  })
})

suite('which resources', () => {
  const only = (Resource: unknown) => granted(allow('pca:ca:*', { Resource }))
  test('those that a pattern fits', () => {
    assert.ok(allows(only(['pca:*:*:ca:ca-1']), 'pca:ca:get', aCa()))
    assert.ok(allows(only(['PCA:*:*:ca:*']), 'pca:ca:get', aCa()))
    assert.equal(allows(only(['pca:*:*:ca:ca-2']), 'pca:ca:get', aCa()), false)
    assert.equal(allows(only(['pca:*:*:cert:*']), 'pca:ca:get', aCa()), false)
    assert.equal(allows(only(['pca:*:other:ca:*']), 'pca:ca:get', aCa()), false)
  })
  test('one alone says nothing of the account as a whole', () => {
    assert.equal(allows(only(['pca:*:*:ca:ca-1']), 'pca:ca:get'), false)
    assert.ok(allows(only(['pca:*:*:*:*']), 'pca:ca:get'))
    assert.ok(allows(only(['*']), 'pca:ca:get'))
  })
  test('a deny of one leaves the others', () => {
    const grants = granted(allow('pca:ca:*'), deny('pca:ca:*', { Resource: ['pca:*:*:ca:ca-1'] }))
    assert.equal(allows(grants, 'pca:ca:get', aCa('ca-1')), false)
    assert.ok(allows(grants, 'pca:ca:get', aCa('ca-2')))
  })
})

suite('conditions', () => {
  const when = (Condition: object) => granted(allow('pca:ca:get', { Condition }))
  const context = {
    'g:UserName': 'alice',
    'g:SourceIp': '192.0.2.77',
    'g:CurrentTime': '2026-11-28T12:00:00.000Z',
  }
  const rows: [string, object, boolean][] = [
    ['equal', { StringEquals: { 'g:UserName': 'alice' } }, true],
    ['one of several', { StringEquals: { 'g:UserName': ['bob', 'alice'] } }, true],
    ['another case', { StringEquals: { 'g:UserName': 'Alice' } }, false],
    ['another case, which does not matter', { StringEqualsIgnoreCase: { 'g:UserName': 'ALICE' } }, true],
    ['none of several', { StringNotEquals: { 'g:UserName': ['bob', 'carol'] } }, true],
    ['one of those that it must not be', { StringNotEquals: { 'g:UserName': ['bob', 'alice'] } }, false],
    ['like', { StringLike: { 'g:UserName': 'a*e' } }, true],
    ['not like', { StringNotLike: { 'g:UserName': 'a*e' } }, false],
    ['starts with', { StringStartWith: { 'g:UserName': 'al' } }, true],
    ['ends with', { StringEndWith: { 'g:UserName': 'al' } }, false],
    ['in a network', { IpAddress: { 'g:SourceIp': '192.0.2.0/24' } }, true],
    ['in another network', { IpAddress: { 'g:SourceIp': '192.0.2.0/26' } }, false],
    ['an address', { IpAddress: { 'g:SourceIp': '192.0.2.77' } }, true],
    ['not in a network', { NotIpAddress: { 'g:SourceIp': ['198.51.100.0/24', '2001:db8::/32'] } }, true],
    ['before', { DateLessThan: { 'g:CurrentTime': '2026-11-28T12:00:00Z' } }, false],
    ['until', { DateLessThanEquals: { 'g:CurrentTime': '2026-11-28T12:00:00Z' } }, true],
    ['after', { DateGreaterThan: { 'g:CurrentTime': '2026-01-01T00:00:00Z' } }, true],
    ['absent', { StringEquals: { 'g:ProjectName': 'cn-north-4' } }, false],
    ['absent, so it is not that', { StringNotEquals: { 'g:ProjectName': 'cn-north-4' } }, true],
    [
      'two keys, of which one is wrong',
      { StringEquals: { 'g:UserName': 'alice', 'g:DomainName': 'acme' } },
      false,
    ],
    [
      'two operators, both right',
      { StringEquals: { 'g:UserName': 'alice' }, IpAddress: { 'g:SourceIp': '192.0.2.0/24' } },
      true,
    ],
  ]
  for (const [name, condition, expected] of rows) {
    test(`${name}: ${expected}`, () =>
      assert.equal(allows(when(condition), 'pca:ca:get', aCa(), context), expected))
  }
  test('IPv6, and IPv4 inside it', () => {
    const from = (address: string, network: string) =>
      allows(when({ IpAddress: { 'g:SourceIp': network } }), 'pca:ca:get', aCa(), { 'g:SourceIp': address })
    assert.ok(from('2001:db8::1', '2001:db8::/33'))
    assert.equal(from('2001:db8:8000::1', '2001:db8::/33'), false)
    assert.ok(from('::ffff:192.0.2.1', '192.0.2.0/24'))
    assert.equal(from('192.0.2.1', '2001:db8::/32'), false)
    assert.ok(from('203.0.113.9', '0.0.0.0/0'))
  })
  test('on the enterprise project they wait for the object', () => {
    const red = when({ StringEquals: { 'g:EnterpriseProjectId': 'red' } })
    assert.ok(allows(red, 'pca:ca:get', aCa('ca-1', 'red')))
    assert.equal(allows(red, 'pca:ca:get', aCa('ca-1', 'blue')), false)
    assert.equal(allows(red, 'pca:ca:get', account), false)
  })
})

suite('roles of the service', () => {
  const can = (name: string, action: string) => {
    const role = systemRoles.find((one) => one.name === name) ?? assert.fail(name)
    const grant = { subject: { kind: 'group', id: 'g' }, roleId: role.id, scope: onAccount, role } as const
    return allows([grant], action)
  }
  test('have ids of their own, of the form that all have', () => {
    assert.equal(new Set(systemRoles.map(({ id }) => id)).size, systemRoles.length)
    for (const role of systemRoles) {
      assert.match(role.id, /^[0-9a-f]{32}$/)
      assert.equal(findSystemRole(role.id), role)
    }
  })
  test('that only look export nothing, and no private key', () => {
    for (const name of ['readonly', 'pca_read_only', 'scm_read_only']) {
      for (const action of [
        'pca:cert:export',
        'pca:ca:create',
        'scm::getCsrPrivateKey',
        'scm:cert:download',
      ]) {
        assert.equal(can(name, action), false, `${name} ${action}`)
      }
    }
    for (const action of ['pca:ca:list', 'pca:ca:getCsr', 'pca:cert:quota', 'pca::listTags']) {
      assert.ok(can('pca_read_only', action), action)
    }
    assert.ok(can('scm_read_only', 'scm::getCsr'))
  })
  test('but the security administrator manage no users', () => {
    for (const { name } of systemRoles) {
      assert.equal(can(name, 'iam:users:createUser'), name === 'secu_admin', name)
    }
  })
})
