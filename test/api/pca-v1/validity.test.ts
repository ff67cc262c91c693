import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  pendingBody,
  rootBody,
  subordinateBody,
} from '../samples.ts'
import { createTestClock } from '../test-clock.ts'
import type { Inspected } from './inspect.ts'
import { request } from './requests.ts'
import {
  authorityCertificateOf,
  certificateOf,
  createAuthority,
  createRoot,
  done,
  ok,
  refused,
  showAuthority,
  showCertificate,
  unchanged,
} from './support.ts'

const server = await startServer({ 'ca-quota': '10000' }, createTestClock(Date.UTC(2026, 10, 20, 12, 0, 0)))
after(() => server.close())
const { api, clock } = server
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const minuteMs = 60_000
const root = await createRoot(server, { validity: { type: 'YEAR', value: 30 } })
clock.advance(dayMs)
const csr = request()

interface Life {
  readonly not_before: number
  readonly not_after: number
}

interface Kind {
  readonly years: 20 | 30
  /** Below `issuer` where the kind has one. */
  readonly send: (validity: object, issuer?: string) => ReturnType<typeof api>
  readonly look: (id: string) => Promise<{ shown: Life; certificate: Inspected }>
}

const lookAtAuthority: Kind['look'] = async (id) => ({
  shown: await showAuthority(server, id),
  certificate: await authorityCertificateOf(server, id),
})
const lookAtCertificate: Kind['look'] = async (id) => ({
  shown: await showCertificate(server, id),
  certificate: await certificateOf(server, id),
})

let activated = ''
const kinds: Record<string, Kind> = {
  'root CA': {
    years: 30,
    send: (validity) => api('POST', authorities, { ...rootBody(), validity }),
    look: lookAtAuthority,
  },
  'subordinate CA': {
    years: 20,
    send: (validity, issuer = root) => api('POST', authorities, { ...subordinateBody(issuer), validity }),
    look: lookAtAuthority,
  },
  activation: {
    years: 20,
    send: async (validity, issuer = root) => {
      activated = await createAuthority(server, pendingBody())
      return api('POST', `${authorities}/${activated}/activate`, { ...activateBody(issuer), validity })
    },
    look: () => lookAtAuthority(activated),
  },
  certificate: {
    years: 20,
    send: (validity, issuer = root) => api('POST', certificates, { ...issueBody(issuer), validity }),
    look: lookAtCertificate,
  },
  'certificate by CSR': {
    years: 20,
    send: (validity, issuer = root) =>
      api('POST', `${certificates}/csr`, { issuer_id: issuer, csr, validity }),
    look: lookAtCertificate,
  },
}

/** What the API shows is what the certificate says. */
async function lifeOf({ send, look }: Kind, validity: object, issuer?: string): Promise<Life & Inspected> {
  const answer = await send(validity, issuer)
  assert.ok(answer.status === 200 || answer.status === 204, `${answer.code} ${answer.message}`)
  const { shown, certificate } = await look(answer.body?.ca_id ?? answer.body?.certificate_id)
  assert.equal(certificate.x509.validFromDate.getTime(), shown.not_before)
  assert.equal(certificate.x509.validToDate.getTime(), shown.not_after)
  return { ...certificate, not_before: shown.not_before, not_after: shown.not_after }
}

const lengths = { HOUR: hourMs, DAY: dayMs, MONTH: 31 * dayMs } as const
const inYears = (from: number, years: number) => {
  const date = new Date(from)
  return date.setUTCFullYear(date.getUTCFullYear() + years)
}

for (const [name, kind] of Object.entries(kinds)) {
  suite(`validity of a ${name}`, () => {
    const limits = {
      YEAR: kind.years,
      MONTH: kind.years * 12,
      DAY: kind.years === 30 ? 10_958 : 7_305,
      HOUR: kind.years === 30 ? 262_992 : 175_320,
    }
    for (const [type, limit] of Object.entries(limits)) {
      for (const value of [1, 2, limit]) {
        test(`${value} ${type}: from a minute ago to now and the period`, async () => {
          const now = clock.now()
          const end = type === 'YEAR' ? inYears(now, value) : now + value * lengths[type as 'DAY']
          const { not_before, not_after } = await lifeOf(kind, { type, value })
          assert.deepEqual({ not_before, not_after }, { not_before: now - minuteMs, not_after: end })
        })
        test(`${value} ${type} from a given time: exactly the period`, async () => {
          const start = clock.now() - 4 * minuteMs
          const end = type === 'YEAR' ? inYears(start, value) : start + value * lengths[type as 'DAY']
          const { not_before, not_after } = await lifeOf(kind, { type, value, start_from: start })
          assert.deepEqual({ not_before, not_after }, { not_before: start, not_after: end })
        })
      }
      test(`${limit + 1} ${type} is too long → PCA.00020109`, async () => {
        refused(await kind.send({ type, value: limit + 1 }), 400, 'PCA.00020109', 'validity')
      })
    }

    for (const [what, write] of [
      ['a number', (ms: number) => ms],
      ['text, as Terraform sends it', String],
    ] as const) {
      test(`start_from as ${what}, in the future`, async () => {
        const start = clock.now() + 40 * dayMs
        const life = await lifeOf(kind, { type: 'DAY', value: 3, start_from: write(start) })
        assert.deepEqual([life.not_before, life.not_after], [start, start + 3 * dayMs])
      })
      test(`start_from as ${what}: 5 minutes ago is taken, a millisecond earlier is not`, async () => {
        const oldest = clock.now() - 5 * minuteMs
        await lifeOf(kind, { type: 'DAY', value: 1, start_from: write(oldest) })
        const answer = await kind.send({ type: 'DAY', value: 1, start_from: write(oldest - 1) })
        refused(answer, 400, 'PCA.00020109', 'validity.start_from')
      })
    }

    test('whole seconds, whatever the clock and start_from say', async () => {
      clock.advance(123)
      const plain = await lifeOf(kind, { type: 'DAY', value: 1 })
      assert.equal(plain.not_after - plain.not_before, dayMs + minuteMs)
      assert.ok(Math.abs(plain.not_before - (clock.now() - minuteMs)) < 1000)
      const start = clock.now() + dayMs + 456
      const given = await lifeOf(kind, { type: 'HOUR', value: 1, start_from: start })
      assert.equal(given.not_after - given.not_before, hourMs)
      assert.ok(Math.abs(given.not_before - start) < 1000)
      assert.deepEqual([plain.not_before % 1000, given.not_before % 1000], [0, 0])
      clock.advance(877)
    })

    test('29 February: a year later 28 February, four years later 29 February', async () => {
      const leapDay = Date.UTC(2028, 1, 29, 12)
      const year = await lifeOf(kind, { type: 'YEAR', value: 1, start_from: leapDay })
      assert.equal(year.not_after, Date.UTC(2029, 1, 28, 12))
      const four = await lifeOf(kind, { type: 'YEAR', value: 4, start_from: leapDay })
      assert.equal(four.not_after, Date.UTC(2032, 1, 29, 12))
    })

    test('UTCTime through 2049, GeneralizedTime from 2050', async () => {
      const last = Date.UTC(2049, 11, 31, 23, 59, 59)
      const value = 1
      const before = await lifeOf(kind, { type: 'HOUR', value, start_from: last - hourMs })
      assert.deepEqual([...before.validityTags], [0x17, 0x17])
      const across = await lifeOf(kind, { type: 'HOUR', value, start_from: last - hourMs + 1000 })
      assert.deepEqual([...across.validityTags], [0x17, 0x18])
      const behind = await lifeOf(kind, { type: 'HOUR', value, start_from: last + 1000 })
      assert.deepEqual([...behind.validityTags], [0x18, 0x18])
    })

    test('a time that no certificate can say → PCA.00020109', () =>
      unchanged(api, async () => {
        if (name === 'activation') return
        const start_from = Date.UTC(9999, 11, 31, 23)
        refused(await kind.send({ type: 'YEAR', value: 1, start_from }), 400, 'PCA.00020109')
      }))

    if (name === 'root CA') return

    test("it is cut to the issuer's end", async () => {
      const issuer = await createRoot(server, { validity: { type: 'DAY', value: 10 } })
      const { not_after } = await showAuthority(server, issuer)
      const life = await lifeOf(kind, { type: 'DAY', value: 11 }, issuer)
      assert.deepEqual([life.not_before, life.not_after], [clock.now() - minuteMs, not_after])
      const exact = await lifeOf(kind, { type: 'DAY', value: 10 }, issuer)
      assert.equal(exact.not_after, not_after)
      const shorter = await lifeOf(kind, { type: 'HOUR', value: 239 }, issuer)
      assert.equal(shorter.not_after, not_after - hourMs)
    })

    test("it is cut to the issuer's start", async () => {
      const start = clock.now() + 10 * dayMs
      const issuer = await createRoot(server, { validity: { type: 'YEAR', value: 1, start_from: start } })
      const life = await lifeOf(kind, { type: 'DAY', value: 20 }, issuer)
      assert.deepEqual([life.not_before, life.not_after], [start, clock.now() + 20 * dayMs])
      const given = { type: 'DAY', value: 20, start_from: clock.now() + dayMs }
      const later = await lifeOf(kind, given, issuer)
      assert.deepEqual([later.not_before, later.not_after], [start, clock.now() + 21 * dayMs])
    })

    test("a start at or after the issuer's end → PCA.00020109, a second before it is taken", async () => {
      const issuer = await createRoot(server, { validity: { type: 'DAY', value: 1 } })
      const { not_after } = await showAuthority(server, issuer)
      for (const start_from of [not_after, not_after + 1, String(not_after + dayMs)]) {
        refused(await kind.send({ type: 'DAY', value: 1, start_from }, issuer), 400, 'PCA.00020109')
      }
      const last = await lifeOf(kind, { type: 'DAY', value: 1, start_from: not_after - 1000 }, issuer)
      assert.deepEqual([last.not_before, last.not_after], [not_after - 1000, not_after])
    })
  })
}

test('the period runs to now + period when the request is made on 29 February', async () => {
  clock.advance(Date.UTC(2028, 1, 29, 23, 59, 59) - clock.now())
  const life = await lifeOf(kinds['certificate'] as Kind, { type: 'YEAR', value: 1 })
  assert.deepEqual(
    [life.not_before, life.not_after],
    [Date.UTC(2028, 1, 29, 23, 58, 59), Date.UTC(2029, 1, 28, 23, 59, 59)],
  )
  done(await api('POST', `${authorities}/${root}/disable`))
  ok(await api('GET', authorities))
})
