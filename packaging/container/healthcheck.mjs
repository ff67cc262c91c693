// Asks the server in this container for /healthz; ends in 0 when it answers 200.
import { get as overHttp } from 'node:http'
import { get as overHttps } from 'node:https'

const url = new URL('/healthz', process.env.CHANCERY_LISTEN ?? 'https://127.0.0.1:8443')
if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'
if (url.hostname === '[::]') url.hostname = '[::1]'

function fail(why) {
  console.error(why)
  process.exit(1)
}

// nothing is sent that is secret, and the answer comes from this machine: whose certificate it is does not matter
const options = { rejectUnauthorized: false, timeout: 4_000 }
const get = url.protocol === 'https:' ? overHttps : overHttp
get(url, options, ({ statusCode }) =>
  statusCode === 200 ? process.exit(0) : fail(`${url} answers ${statusCode}`),
)
  .on('timeout', () => fail(`${url} does not answer`))
  .on('error', ({ message }) => fail(`${url}: ${message}`))
