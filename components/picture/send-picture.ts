import type { FieldErrors } from '@/lib/errors'

export type PictureResult =
  | { ok: true; path: string | null }
  | { ok: false; error: { code: string; fields?: FieldErrors } }

/** Uploads a picture; the server scales it. Returns failures instead of throwing. */
export async function sendPicture(file: File, group?: string): Promise<PictureResult> {
  try {
    const response = await fetch(`/api/pictures${group ? `?group=${group}` : ''}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    })
    const body = await response.json().catch(() => ({}))
    if (response.ok) return { ok: true, path: body.path }
    return { ok: false, error: body.error?.fields ? body.error : { code: codeOf(response.status) } }
  } catch {
    return { ok: false, error: { code: 'OFFLINE' } }
  }
}

function codeOf(status: number): string {
  const codes: Record<number, string> = {
    401: 'SIGNED_OUT',
    403: 'FORBIDDEN',
    404: 'NOT_FOUND',
    413: 'TOO_LARGE',
  }
  return codes[status] ?? (status === 429 ? 'TOO_MANY' : 'FAULT')
}
