import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signatureFault } from './s3-signature.ts'

/** How the store behaves; a test may change it between calls. */
export type Behaviour =
  | 'normal'
  /** As stores do that know no conditions on writes. */
  | 'ignores-conditions'
  /** As stores do that know `If-Match` alone. */
  | 'ignores-if-none-match'
  /** As stores do that call the headers not implemented. */
  | 'knows-no-conditions'
  | 'silent'
  /** Sends the head of an answer and half of its body. */
  | 'stalls'
  | 'answers-500'
  /** Reads as ever, and has no room to write to. */
  | 'is-full'
  /** Closes every connection without a word. */
  | 'hangs-up'
  /** Writes, and closes the connection instead of answering; once. */
  | 'loses-an-answer'

export interface Stored {
  readonly content: Uint8Array
  readonly contentType: string
  readonly entityTag: string
  readonly writtenAt: Date
}

/** A store that speaks as much S3 as we do: buckets and objects in memory, ETags, conditions, SigV4. */
export interface S3Server {
  readonly endpoint: string
  readonly port: number
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly buckets: Map<string, { readonly createdAt: Date; readonly objects: Map<string, Stored> }>
  /** `PUT /bucket/key`, of every request. */
  readonly requests: string[]
  behaviour: Behaviour
  /** Buckets that are listed and may not be looked into. */
  readonly closedBuckets: Set<string>
  close(): Promise<void>
}

export async function startS3Server(): Promise<S3Server> {
  const http = createServer((request, response) => {
    void answer(server, request, response)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const server: S3Server = {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'the secret of the test' },
    buckets: new Map(),
    requests: [],
    behaviour: 'normal',
    closedBuckets: new Set(),
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  return server
}

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: string | Uint8Array
}

async function answer(server: S3Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { bucketName, key } = addressOf(request)
  server.requests.push(`${request.method} /${bucketName}${key && `/${key}`}`)
  if (server.behaviour === 'silent') return
  if (server.behaviour === 'hangs-up') return void request.socket.destroy()
  const { status, headers, body = '' } = answerTo(server, request, bucketName, key, Buffer.concat(chunks))
  if (server.behaviour === 'loses-an-answer' && request.method === 'PUT') {
    server.behaviour = 'normal'
    request.socket.destroy()
    return
  }
  response.writeHead(status, headers)
  if (server.behaviour === 'stalls') response.write(body.slice(0, body.length / 2))
  else response.end(request.method === 'HEAD' ? undefined : body)
}

/** Both styles: `/bucket/key`, and `/key` at `bucket.store.test`. */
function addressOf(request: IncomingMessage): { bucketName: string; key: string } {
  const path = decodeURIComponent(new URL(request.url ?? '', 'http://host').pathname).slice(1)
  const ofHost = /^(.+)\.store\.test(:|$)/.exec(request.headers.host ?? '')?.[1]
  if (ofHost !== undefined) return { bucketName: ofHost, key: path }
  const [bucketName = '', ...rest] = path.split('/')
  return { bucketName, key: rest.join('/') }
}

function answerTo(
  server: S3Server,
  request: IncomingMessage,
  bucketName: string,
  key: string,
  content: Uint8Array,
): Answer {
  if (server.behaviour === 'answers-500') return refusal(500, 'InternalError')
  // what Amazon's clients send of themselves, and few other stores know
  const isUnknown = Object.keys(request.headers).some((name) => /^(x-amz-(sdk-)?checksum|expect$)/.test(name))
  if (isUnknown) return refusal(501, 'NotImplemented')
  const fault = signatureFault(request, content, server.credentials)
  if (fault) return refusal(403, fault)
  if (bucketName === '') return listed(server)
  const objects = server.buckets.get(bucketName)?.objects
  if (!objects) return refusal(404, 'NoSuchBucket')
  if (server.closedBuckets.has(bucketName)) return refusal(403, 'AccessDenied')
  if (key === '' && request.method === 'GET') return listedObjects(request, [...objects.keys()])
  const stored = objects.get(key)
  if (request.method === 'PUT') {
    if (server.behaviour === 'is-full') return refusal(507, 'InsufficientStorage')
    const contentType = request.headers['content-type'] ?? ''
    const entityTag = `"${createHash('md5').update(content).digest('hex')}"`
    const conditionFault = faultOfCondition(server, stored, request)
    if (conditionFault) return conditionFault
    objects.set(key, { content, contentType, entityTag, writtenAt: new Date() })
    return { status: 200, headers: { ETag: entityTag } }
  }
  if (request.method === 'DELETE') {
    objects.delete(key)
    return { status: 204 }
  }
  return stored ? shown(stored) : refusal(404, 'NoSuchKey')
}

const shown = ({ content, contentType, entityTag, writtenAt }: Stored): Answer => ({
  status: 200,
  headers: {
    ETag: entityTag,
    'Last-Modified': writtenAt.toUTCString(),
    'Content-Type': contentType,
    'Content-Length': content.length,
  },
  body: content,
})

function faultOfCondition(
  { behaviour }: S3Server,
  stored: Stored | undefined,
  { headers }: IncomingMessage,
): Answer | undefined {
  const [ifMatch, ifNoneMatch] = [headers['if-match'], headers['if-none-match']]
  const isConditional = ifMatch !== undefined || ifNoneMatch !== undefined
  if (!isConditional || behaviour === 'ignores-conditions') return undefined
  if (behaviour === 'knows-no-conditions') return refusal(501, 'NotImplemented')
  if (ifMatch !== undefined && !stored) return refusal(404, 'NoSuchKey')
  const isMismatch = ifMatch !== undefined && ifMatch !== stored?.entityTag
  const isThere = ifNoneMatch === '*' && stored && behaviour !== 'ignores-if-none-match'
  return isMismatch || isThere ? refusal(412, 'PreconditionFailed') : undefined
}

function listed(server: S3Server): Answer {
  const entries = [...server.buckets].map(
    ([name, { createdAt }]) =>
      `<Bucket><Name>${name}</Name><CreationDate>${createdAt.toISOString()}</CreationDate></Bucket>`,
  )
  const body = `<ListAllMyBucketsResult><Buckets>${entries.join('')}</Buckets></ListAllMyBucketsResult>`
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body }
}

/** Two keys in a page, so that a client has to turn it. */
function listedObjects({ url = '' }: IncomingMessage, keys: readonly string[]): Answer {
  const query = new URL(url, 'http://host').searchParams
  const after = query.get('continuation-token') ?? ''
  const left = keys.filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort()
  const page = left.slice(0, 2)
  const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')
  const next = left.length > 2 ? `<NextContinuationToken>${page[1]}</NextContinuationToken>` : ''
  const body = `<ListBucketResult><IsTruncated>${left.length > 2}</IsTruncated>${contents}${next}</ListBucketResult>`
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body }
}

/** As Amazon does, it repeats what it was sent: nothing of that may be told on. */
const refusal = (status: number, code: string): Answer => ({
  status,
  headers: { 'Content-Type': 'application/xml' },
  body: `<Error><Code>${code}</Code><Message>told to AKIDTEST</Message></Error>`,
})
