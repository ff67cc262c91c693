/** A refusal or failure as the API told it. */
export class ApiError extends Error {
  readonly status: number
  /** `PCA.00020101` and the like; empty where no answer came. */
  readonly code: string
  readonly requestId: string

  constructor(status: number, code: string, message: string, requestId: string) {
    super(message)
    this.status = status
    this.code = code
    this.requestId = requestId
  }
}

/** The error that an answer holds, in any family's dialect. */
export async function errorOf(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id') ?? ''
  try {
    const body = (await response.json()) as { error_code?: string; error_msg?: string }
    return new ApiError(response.status, body.error_code ?? '', body.error_msg ?? '', requestId)
  } catch {
    return new ApiError(response.status, '', response.statusText, requestId)
  }
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError
