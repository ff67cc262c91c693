import assert from 'node:assert/strict'
import { ok } from '../pca-v1/support.ts'
import type { ApiClient, RunningServer } from '../running-server.ts'
import { applicant, purchase } from './bodies.ts'

/** Calls of the historical API in the first account's project. */
export function speakV2({ credentials }: Pick<RunningServer, 'credentials'>, api: ApiClient) {
  const root = `/v2/${credentials.project.id}/scm`
  const at = (id: string) => `${root}/cert/${id}`
  return {
    root,
    at,
    buy: async (changes: object = {}): Promise<string> => {
      const { cert } = ok(await api('POST', `${root}/cert/purchase`, purchase(changes)))
      const [one] = cert
      assert.ok(one)
      return one.cert_id
    },
    complete: (id: string, changes: object = {}) => api('POST', `${at(id)}/complete`, applicant(changes)),
    show: async (id: string) => ok(await api('GET', at(id))),
    read: async (id: string) => ok(await api('POST', `${at(id)}/read`)),
    list: async (query = '') => ok(await api('GET', `${root}/certlist?limit=1000&${query}`)),
    history: async (id: string) => ok(await api('GET', `${at(id)}/push-history`)).push_history_list,
  }
}
