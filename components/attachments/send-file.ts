import type { Attachment } from '@/lib/calendar/attachment'
import type { FieldErrors } from '@/lib/errors'

export type UploadResult =
  | { ok: true; file: string; attachment: Attachment | null }
  | { ok: false; error: { code: string; fields?: FieldErrors; data?: unknown } }

interface SendOptions {
  /** The event to attach the file to; without it, the file is a draft of a new event. */
  event: string | undefined
  signal: AbortSignal
  /** Receives the fraction that was sent, from 0 to 1. */
  onProgress(fraction: number): void
}

/** Uploads a file with progress, which `fetch` does not report. Returns failures instead of throwing. */
export function uploadFile(file: File, { event, signal, onProgress }: SendOptions): Promise<UploadResult> {
  const query = new URLSearchParams({ name: file.name, ...(event && { event }) })
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/attachments?${query}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onload = () => resolve(resultOf(request))
    request.onerror = () => resolve({ ok: false, error: { code: 'OFFLINE' } })
    request.onabort = () => resolve({ ok: false, error: { code: 'ABORTED' } })
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

function resultOf({ status, response }: XMLHttpRequest): UploadResult {
  if (status === 200 && response) return { ok: true, ...response }
  const code = response?.error?.code
  // The request guard answers with codes in lower case, which are no error codes of the app.
  if (typeof code === 'string' && code === code.toUpperCase()) return { ok: false, error: response.error }
  return { ok: false, error: { code: status === 413 ? 'TOO_LARGE' : 'FAULT' } }
}
