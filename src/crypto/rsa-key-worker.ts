/** Makes RSA keys in a thread of its own, one for each message, so that neither requests nor libuv's pool wait. */
import { parentPort } from 'node:worker_threads'
import { makeRsaKeyPair } from './key-pair.ts'

parentPort?.on('message', (bits: 2048 | 3072 | 4096) => parentPort?.postMessage(makeRsaKeyPair(bits)))
