import type { Refusal } from '@/components/forms/error-text'
import type { ImportLine, ImportResult } from '@/lib/schemas/import'

/** How far the server is with a file. */
export type Progress = Extract<ImportLine, { progress: unknown }>['progress']

/** Why a file was not taken. Its code is one of lib/errors.ts, OFFLINE, or STOPPED by the user. */
export class ImportFailure extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code)
  }
}

/**
 * Sends a file to be looked at or imported, and follows how it goes.
 * @param calendars where each of its parts goes: a calendar, `new` or `skip`
 * @throws ImportFailure
 */
export async function sendFile(
  file: Blob & { name?: string },
  mode: 'preview' | 'apply',
  calendars: readonly string[],
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ImportResult> {
  const query = new URLSearchParams({ mode, name: (file.name ?? '').slice(0, 300) })
  for (const calendar of calendars) query.append('calendar', calendar)
  try {
    // Told as bytes: some types of files are read as forms.
    const headers = { 'Content-Type': 'application/octet-stream' }
    const answer = await fetch(`/api/import?${query}`, { method: 'POST', body: file, headers, signal })
    if (!answer.ok || !answer.body) throw new ImportFailure(await refusalOf(answer))
    for await (const line of linesOf(answer.body)) {
      if ('progress' in line) onProgress(line.progress)
      else if ('error' in line) throw new ImportFailure(line.error)
      else return line.result
    }
  } catch (error) {
    if (error instanceof ImportFailure) throw error
  }
  throw new ImportFailure({ code: signal.aborted ? 'STOPPED' : 'OFFLINE' })
}

/** The guard before the app writes its codes small. */
async function refusalOf(answer: Response): Promise<Refusal> {
  const body = await answer.json().catch(() => null)
  return { ...body?.error, code: String(body?.error?.code ?? 'FAULT').toUpperCase() }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ImportLine> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const parts = (rest + value).split('\n')
    rest = parts.pop()!
    for (const part of parts) yield JSON.parse(part)
  }
}
