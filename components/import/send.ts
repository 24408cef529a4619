import { uploadFile } from '@/components/attachments/send-file'
import type { RequestRefusal } from '@/components/forms/error-text'
import { archiveEntries, entryContent, withoutAttachments } from '@/lib/calendar/archive-entries'
import type { ImportLine, ImportResult } from '@/lib/schemas/import-result'

/** The server's progress with a file. */
export type ImportProgress = Extract<ImportLine, { progress: unknown }>['progress']

/** Parts of a file that are imported besides its events. */
export interface ImportOptions {
  withAlarms: boolean
  /** The notification settings of an archive. */
  withSettings: boolean
}

/** Reason why an import failed: a code of lib/errors.ts, OFFLINE, or STOPPED by the user. */
export class ImportFailure extends Error {
  constructor(readonly refusal: RequestRefusal) {
    super(refusal.code)
  }
}

/**
 * Sends a file to preview or import it, and reports the progress.
 * @param calendars target of each part of the file: a calendar id, `new` or `skip`
 * @throws ImportFailure
 */
export async function sendImport(
  file: File,
  mode: 'preview' | 'apply',
  calendars: readonly string[],
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
  { withAlarms, withSettings }: ImportOptions,
): Promise<ImportResult> {
  const query = new URLSearchParams({ mode, name: file.name.slice(0, 300) })
  for (const calendar of calendars) query.append('calendar', calendar)
  if (withAlarms) query.append('alarms', '1')
  if (withSettings) query.append('settings', '1')
  try {
    const body = await withoutAttachments(file)
    // Sent as bytes, since the server would parse some content types as forms.
    const headers = { 'Content-Type': 'application/octet-stream' }
    const response = await fetch(`/api/import?${query}`, { method: 'POST', body, headers, signal })
    if (!response.ok || !response.body) throw new ImportFailure(await refusalOf(response))
    for await (const line of linesOf(response.body)) {
      if ('progress' in line) onProgress(line.progress)
      else if ('error' in line) throw new ImportFailure(line.error)
      else return line.result
    }
  } catch (error) {
    if (error instanceof ImportFailure) throw error
  }
  throw new ImportFailure({ code: signal.aborted ? 'STOPPED' : 'OFFLINE' })
}

/**
 * Uploads the attachments of an archive to the events that its import has created. Returns the number of those that
 * were stored: others are too large or beyond the user's quota, or the upload was stopped.
 * @param onProgress receives the fraction of the attachments that were sent
 */
export async function sendAttachments(
  file: File,
  attachments: ImportResult['files'],
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<number> {
  if (!attachments.length) return 0
  const entries = new Map((await archiveEntries(file)).map((entry) => [entry.name, entry]))
  let stored = 0
  for (const [index, { event, path, name }] of attachments.entries()) {
    if (signal.aborted) break
    onProgress(index / attachments.length)
    const entry = entries.get(path)
    const content = entry && (await entryContent(file, entry).catch(() => undefined))
    const response =
      content && (await uploadFile(new File([content], name), { event, signal, onProgress: () => {} }))
    if (response?.ok) stored++
  }
  return stored
}

/** Returns the error of a response. The guard in front of the app writes its codes in lower case. */
async function refusalOf(response: Response): Promise<RequestRefusal> {
  const body = await response.json().catch(() => null)
  return { ...body?.error, code: String(body?.error?.code ?? 'FAULT').toUpperCase() }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ImportLine> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let partialLine = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const parts = (partialLine + value).split('\n')
    partialLine = parts.pop()!
    for (const part of parts) yield JSON.parse(part)
  }
}
