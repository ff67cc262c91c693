import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiClient } from '../api/client.ts'
import { certificates, issueBody } from '../api/samples.ts'
import { missingJudges } from '../judges/programs.ts'
import { answered, listAt, type SeenList, statusAt, type Watched } from './status.ts'
import { until } from './until.ts'

/** A certificate as the API lists it. */
interface Listed {
  readonly certificate_id: string
  readonly serial_number: string
  readonly status: string
}

/** As long as a list may take after a revocation. */
export const publishedWithinMs = 10_000

/** What callers were told that it is done, and what must be true of it for ever after. */
export class Journal {
  readonly #watched: Watched
  readonly #issued = new Set<string>()
  readonly #revoked = new Set<string>()
  /** Asked for; the answer never came. */
  readonly #attempted = new Set<string>()
  #highestNumber = 0

  constructor(watched: Watched) {
    this.#watched = watched
  }

  get issued(): readonly string[] {
    return [...this.#issued]
  }

  /** Rejects when no answer comes. */
  async issue(api: ApiClient): Promise<string> {
    const { body } = await answered(api('POST', certificates, issueBody(this.#watched.id)))
    this.#issued.add(body.certificate_id)
    return body.certificate_id
  }

  async revoke(api: ApiClient, id: string): Promise<void> {
    this.#attempted.add(id)
    await answered(api('POST', `${certificates}/${id}/revoke`, { reason: 'SUPERSEDED' }))
    this.#revoked.add(id)
  }

  isLeft = (id: string): boolean => !this.#attempted.has(id)

  /** Looks at the public list; an older one must never stand in for a newer one. */
  async see(base: string): Promise<SeenList | undefined> {
    const least = this.#highestNumber
    const list = await listAt(base, this.#watched)
    assert.ok(list || least === 0, 'the list is gone')
    if (list) {
      assert.ok(list.number >= least, `list ${list.number} stands in for ${least}`)
      this.#highestNumber = Math.max(this.#highestNumber, list.number)
    }
    return list
  }

  /** Everything that was acknowledged is there, whole, and told; `strays`: recorded, and nobody was told. */
  async check(base: string, api: ApiClient, strays?: number): Promise<void> {
    const all = await listAll(api)
    const byId = new Map(all.map((one) => [one.certificate_id, one]))
    for (const id of this.#issued) assert.ok(byId.has(id), `${id} was acknowledged and is gone`)
    for (const id of this.#revoked) assert.equal(byId.get(id)?.status, 'REVOKED')
    for (const { certificate_id: id, status } of all) {
      if (!this.#attempted.has(id)) assert.equal(status, 'ISSUED', `nobody revoked ${id}`)
    }
    if (strays !== undefined) assert.equal(all.length - this.#issued.size, strays)
    for (const { certificate_id } of all) this.#issued.add(certificate_id)
    assert.equal(new Set(all.map(({ serial_number }) => serial_number)).size, all.length, 'a serial twice')
    const { quotas } = (await answered(api('GET', `${certificates}/quotas`))).body
    assert.equal(quotas.resources[0].used, all.length)
    await eight(all, (one) => checkKey(api, one))
    await this.#checkStatus(base, all)
  }

  /** OCSP tells of every revocation at once, the list soon. */
  async #checkStatus(base: string, all: readonly Listed[]): Promise<void> {
    const isRevoked = ({ status }: Listed) => status === 'REVOKED'
    await eight(all.slice(-200), async (one) => {
      const status = await statusAt(base, this.#watched, one.serial_number)
      assert.equal(
        typeof status === 'object',
        isRevoked(one),
        `${one.serial_number}: ${JSON.stringify(status)}`,
      )
    })
    const revoked = all.filter(isRevoked)
    const list = await until('a list that tells of all that is revoked', publishedWithinMs, async () => {
      const seen = await this.see(base)
      return revoked.every(({ serial_number }) => seen?.serials.has(serial_number)) && seen
    })
    assert.equal(list.serials.size, revoked.length)
    judge(list, this.#watched)
  }
}

export async function listAll(api: ApiClient): Promise<Listed[]> {
  const all: Listed[] = []
  for (;;) {
    const page = `?limit=1000&offset=${all.length}`
    const { certificates: some, total } = (await answered(api('GET', certificates + page))).body
    all.push(...some)
    if (all.length >= total || some.length === 0) return all
  }
}

/** The key that lies beside a certificate is the certificate's. */
async function checkKey(api: ApiClient, { certificate_id: id, status }: Listed): Promise<void> {
  if (status === 'REVOKED') return
  const path = `${certificates}/${id}/export`
  const { body } = await answered(api('POST', path, { type: 'OTHER', is_compressed: 'false' }))
  const certificate = new X509Certificate(body.certificate)
  assert.ok(certificate.checkPrivateKey(createPrivateKey(body.private_key)), `the key of ${id} is another's`)
}

const hasOpenssl = !missingJudges().includes('openssl')

/** What OpenSSL says of the list, where it is installed. */
function judge({ der, number }: SeenList, { certificate }: Watched): void {
  if (!hasOpenssl) return
  const folder = mkdtempSync(join(tmpdir(), 'chancery-faults-'))
  try {
    writeFileSync(join(folder, 'list.crl'), der)
    writeFileSync(join(folder, 'ca.pem'), certificate.toString())
    const parameters = ['-inform', 'DER', '-in', 'list.crl', '-CAfile', 'ca.pem', '-noout', '-crlnumber']
    const { stdout, stderr } = spawnSync('openssl', ['crl', ...parameters], {
      cwd: folder,
      encoding: 'utf8',
    })
    assert.match(stdout + stderr, /verify OK/)
    assert.equal(Number(/crlNumber=(0x\w+)/.exec(stdout)?.[1]), number)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Works through the items, eight at a time. */
async function eight<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values()
  const run = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: 8 }, run))
}
