import type { Called } from 'virtual:contract'
import { keepPreviousData, QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AnswerOf, ApiOperation } from '../../src/contract/operation.ts'
import { isApiError } from './api-error.ts'
import { ask, type Parts } from './ask.ts'

/** What was asked is believed for a few seconds; refusals are not asked again, failures twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && isApiError(error) && (error.status === 0 || error.status >= 500),
    },
  },
})

interface Asking<Answer> {
  readonly isEnabled?: boolean
  /** How often it is asked anew, by what was answered last; undefined: not by itself. */
  readonly refetchMs?: (answer: Answer | undefined) => number | undefined
}

/** The answer of an operation that reads, kept and shared by whoever asks the same. */
export const useAsked = <Operation extends ApiOperation>(
  operation: Called<Operation>,
  parts: Parts<Operation> = {},
  { isEnabled = true, refetchMs }: Asking<AnswerOf<Operation>> = {},
) =>
  useQuery({
    queryKey: [operation.method, operation.path, parts],
    queryFn: () => ask(operation, parts),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isRefusal(state.error) ? false : (refetchMs?.(state.data) ?? false)),
  })

/** Asked again it would be refused again, and each time recorded. */
const isRefusal = (error: unknown): boolean => isApiError(error) && error.status >= 400 && error.status < 500

/** After a change everything that is shown is asked for anew. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries()
}
