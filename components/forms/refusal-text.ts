import type { RequestRefusal } from './error-text'

interface ActionResponse {
  ok: boolean
  error?: RequestRefusal
}

/**
 * Returns a text for errors that have their own: an exceeded limit, also of the browser's storage, and a read-only
 * event. Returns `otherwise` for other errors. For toasts: the text and its messages are loaded on demand, since most
 * pages never show it.
 */
export async function refusalText(
  response: ActionResponse | null | undefined,
  otherwise: string,
): Promise<string> {
  const refusal = response?.error
  if (!refusal || !hasOwnText(refusal)) return otherwise
  try {
    const { limitText } = await import('./limit-text')
    return await limitText(refusal)
  } catch {
    return otherwise
  }
}

function hasOwnText({ code, data }: RequestRefusal): boolean {
  const isReadOnly = code === 'FORBIDDEN' && Boolean((data as { readOnly?: string } | undefined)?.readOnly)
  return isReadOnly || code === 'LIMIT_REACHED' || code === 'TOO_MANY' || code === 'STORAGE_FULL'
}
