import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { createPushTargets } from '../../src/outbound/targets/push-targets.ts'
import { systemClock } from '../../src/system/clock.ts'
import { newFolder, removeFolder } from './program.ts'

describe('CHANCERY_TARGETS_FILE', () => {
  const folder = newFolder()
  after(() => removeFolder(folder))

  function fileWith(name: string, content: string, mode = 0o600): string {
    const file = join(folder, name)
    writeFileSync(file, content)
    chmodSync(file, mode)
    return file
  }
  const load = (file?: string) =>
    loadConfig({
      flags: { 'data-dir': folder },
      environment: file === undefined ? {} : { CHANCERY_TARGETS_FILE: file },
    }).pushTargets
  const loadTargets = (...targets: unknown[]) => load(fileWith('targets.json', JSON.stringify({ targets })))
  function faultsOf(work: () => unknown): readonly string[] {
    try {
      work()
      return []
    } catch (error) {
      assert.ok(error instanceof ConfigError)
      assert.doesNotMatch(error.message, /never told/)
      return error.faults.map((fault) =>
        fault.replace(/^CHANCERY_TARGETS_FILE \S*targets.json\.?/, '').trim(),
      )
    }
  }
  const directory = { name: 'files', kind: 'directory', folder: '/srv/certificates' }
  const everything = {
    services: ['ELB', 'WAF', 'CDN'],
    projects: ['*', ''],
    accounts: null,
    probe: null,
    patienceMs: 10_000,
  }

  test('without it one folder is for everything', () => {
    const { name, ...builtIn } = load()[0] ?? assert.fail('no target')
    assert.equal(name, 'built-in')
    const at = join(folder, 'push-targets')
    assert.deepEqual(builtIn, { ...everything, kind: 'directory', folder: at, reload: null })
    assert.deepEqual(loadTargets(), [])
  })

  test('a folder as it is written, and with what is left out', () => {
    assert.deepEqual(loadTargets(directory), [{ ...everything, ...directory, reload: null }])
    const given = {
      ...directory,
      services: ['CDN'],
      projects: ['', 'cn-north-4'],
      accounts: ['acme'],
      reload: ['nginx', '-s', 'reload'],
      patience_seconds: 30,
      probe: { address: '[2001:db8::1]:443', server_name: 'www.example.test', patience_seconds: 5 },
    }
    const { patience_seconds: _, ...same } = given
    const probe = { host: '2001:db8::1', port: 443, serverName: 'www.example.test', patienceMs: 5_000 }
    assert.deepEqual(loadTargets(given), [{ ...same, probe, patienceMs: 30_000 }])
  })

  test('every fault at once, by its place', () => {
    const faulty = {
      ...directory,
      services: ['DNS'],
      projects: [5],
      reload: [],
      reloads: [],
      patience_seconds: '5',
      probe: { address: 'nowhere', patience_seconds: 0, name: 'x' },
    }
    assert.deepEqual(
      faultsOf(() => loadTargets(directory, faulty)),
      [
        'targets[1].services must be one of ELB, WAF, CDN',
        'targets[1].projects must be a text',
        'targets[1].probe.address must be <host>:<port>',
        'targets[1].probe.patience_seconds must be an integer from 1 to 3600',
        'targets[1].probe.name is not known',
        'targets[1].patience_seconds must be a number',
        'targets[1] has a reload command without a program',
        'targets[1].reloads is not known',
        'targets[1] is named files, as another is',
      ],
    )
    assert.deepEqual(
      faultsOf(() => loadTargets({ ...directory, kind: 'printer' })),
      ['targets[0].kind must be one of directory, haproxy, huaweicloud, webhook, kubernetes'],
    )
  })

  const haproxy = {
    name: 'edge',
    kind: 'haproxy',
    socket: 'unix:/run/haproxy.sock',
    certificate: '/etc/haproxy/{account}/{id}.pem',
  }

  test('HAProxy as it is written, and what it may not be', () => {
    const { socket: _, ...same } = haproxy
    const socket = { path: '/run/haproxy.sock' }
    const place = { ...everything, ...same, socket, file: null, crtList: null }
    assert.deepEqual(loadTargets(haproxy), [place])
    const acme = { accounts: ['acme'], certificate: 'a.pem', file: '/srv/{name}', crt_list: '/list' }
    const named = {
      ...acme,
      file: '/srv/{name}',
      crtList: '/list',
      socket: { host: '127.0.0.1', port: 9_999 },
    }
    const { crt_list: __, ...expected } = { ...place, ...named }
    assert.deepEqual(loadTargets({ ...haproxy, ...acme, socket: 'tcp:127.0.0.1:9999' }), [expected])
    assert.deepEqual(
      faultsOf(() =>
        loadTargets({
          ...haproxy,
          socket: 'tcp:192.0.2.1:1',
          certificate: 'a b',
          file: '/{x}',
          crt_list: 'a;b',
        }),
      ),
      [
        'targets[0].socket must be unix:<path>, or tcp:<host>:<port> on this machine',
        'targets[0].certificate must be without spaces, semicolons and backslashes',
        'targets[0].file must be without {x}: it may hold {account}, {service}, {project}, {id}, {name}',
        'targets[0].crt_list must be without spaces, semicolons and backslashes',
      ],
    )
    assert.deepEqual(
      faultsOf(() => loadTargets({ ...haproxy, certificate: '{id}' })),
      ['targets[0] must hold {account} in its certificate, or be for one account alone'],
    )
  })

  const cloud = {
    name: 'cloud',
    kind: 'huaweicloud',
    access_key: 'AK',
    secret_key_file: fileWith('sk', 'never told\n'),
    endpoints: { ELB: 'https://elb.example.test/' },
    project_ids: { 'cn-north-4': 'p1' },
  }

  test('Huawei Cloud as it is written, with the secret key from its file', () => {
    const expected = {
      ...everything,
      name: 'cloud',
      kind: 'huaweicloud',
      accessKey: 'AK',
      secretKey: 'never told',
      domainId: null,
      endpoints: { ELB: 'https://elb.example.test' },
      projectIds: { 'cn-north-4': 'p1' },
      certificates: null,
      settlingMs: 300_000,
    }
    assert.deepEqual(loadTargets(cloud), [expected])
    assert.deepEqual(
      faultsOf(() =>
        loadTargets({
          ...cloud,
          endpoints: { CDN: 'http://cdn.example.test', DNS: 'https://dns.example.test' },
          project_ids: { a: '../b' },
          secret_key_file: fileWith('open', 'never told', 0o644),
        }),
      ).map((fault) => fault.replace(folder, '')),
      [
        'targets[0].endpoints.CDN must be https://, or http:// on this machine',
        'targets[0] has an endpoint of DNS, which is none of ours',
        'targets[0] must have a domain_id for CDN',
        'targets[0].project_ids.a must be an id of letters, digits, - and _',
        'targets[0].secret_key_file must be secret_key_file /open is open to others: its mode must be 0600',
      ],
    )
  })

  test('a webhook and a cluster as they are written, and what they may not be', () => {
    const secret_file = fileWith('secret', 'never told\n')
    const token_file = fileWith('token', 'a.token\n', 0o644)
    const webhook = { name: 'hook', kind: 'webhook', url: 'https://hooks.example.test/push', secret_file }
    const cluster = { name: 'web', kind: 'kubernetes', url: 'https://k8s.example.test:6443', token_file }
    const names = { namespace: 'web', secret: '{account}-{id}' }
    assert.deepEqual(loadTargets({ ...webhook, read_url: `${webhook.url}/{id}` }, { ...cluster, ...names }), [
      {
        ...everything,
        name: 'hook',
        kind: 'webhook',
        url: webhook.url,
        secret: 'never told',
        readUrl: `${webhook.url}/{id}`,
        certificates: null,
      },
      {
        ...everything,
        ...names,
        name: 'web',
        kind: 'kubernetes',
        url: cluster.url,
        tokenFile: token_file,
        certificates: null,
      },
    ])
    fileWith('token', 'two tokens\n')
    assert.deepEqual(
      faultsOf(() =>
        loadTargets({ ...webhook, read_url: 'ftp://{x}' }, webhook, { ...cluster, ...names, namespace: 'A' }),
      ),
      [
        'targets[0].read_url must be without {x}: it may hold {account}, {service}, {project}, {id}, {name}',
        'targets[1] must have a probe or a read_url',
        'targets[1] is named hook, as another is',
        'targets[2].namespace must be a namespace',
        `targets[2].token_file must be a file with a token that others may not write, which ${token_file} is not`,
      ],
    )
  })

  test('may be written by nobody else, and is JSON', () => {
    for (const [content, mode, fault] of [
      ['{}', 0o622, /may be written by others/],
      ['{', 0o600, /holds no JSON/],
      ['[]', 0o600, /must be an object/],
      ['{"target":[]}', 0o600, /target is not known/],
    ] as const)
      assert.match(faultsOf(() => load(fileWith('targets.json', content, mode))).join(), fault)
  })

  test('the first target that fits is taken', () => {
    const targets = createPushTargets(
      loadTargets(
        { ...directory, name: 'of-acme', accounts: ['acme'], projects: ['north'] },
        { ...directory, name: 'balancers', services: ['ELB'], projects: ['north', 'south'] },
        { ...directory, name: 'others', services: ['ELB', 'WAF'], projects: ['*'] },
        { ...directory, name: 'everywhere', services: ['CDN'], projects: [''] },
      ),
      systemClock,
    )
    const acme = { id: '1', name: 'acme' }
    const umbrella = { id: '2', name: 'umbrella' }
    assert.equal(targets.find(acme, 'CDN', 'north')?.name, 'of-acme')
    assert.equal(targets.find(umbrella, 'ELB', 'north')?.name, 'balancers')
    assert.equal(targets.find(umbrella, 'WAF', 'north')?.name, 'others')
    assert.equal(targets.find(acme, 'ELB', 'east')?.name, 'others')
    assert.equal(targets.find(acme, 'CDN', '')?.name, 'everywhere')
    assert.equal(targets.find(umbrella, 'ELB', ''), undefined)
    assert.equal(targets.find(umbrella, 'CDN', 'east'), undefined)
    for (const [account, project, isKnown] of [
      [umbrella, 'north', true],
      [umbrella, 'south', true],
      [umbrella, '', true],
      [umbrella, 'east', false],
      [umbrella, '*', false],
    ] as const)
      assert.equal(targets.knowsProject(account, project), isKnown, project)
  })
})
