import type { AttachmentLimits } from '@/lib/schemas/attachments'
import { type UploadResult, uploadFile } from './send-file'

/** An upload that waits, is being sent, has failed, or is stored as a draft. */
export interface Upload {
  key: string
  file: File
  /** The fraction that was sent, from 0 to 1. */
  progress: number
  /** Id of the draft once it is stored. */
  draft: string | null
  error: UploadError | null
}

/** Why a file was not uploaded, and the limit in bytes or files that it exceeds. */
export interface UploadError {
  code: 'too-large' | 'too-many' | 'quota' | 'busy' | 'offline' | 'signed-out' | 'forbidden' | 'failed'
  limit?: number
}

interface Options {
  /** The event that files are attached to; without it, they become drafts. */
  event?: string
  /** Returns the number of files that the event has already. */
  countAttached(): number
  loadLimits(): Promise<AttachmentLimits | undefined>
  /** Called when a file was attached to the event. */
  onAttached?(name: string): void
  send?: typeof uploadFile
}

/**
 * Uploads files one after the other, which the server does for each user anyway. Files that exceed a limit fail before
 * they are sent. A store for `useSyncExternalStore`.
 */
export class UploadQueue {
  private uploads: readonly Upload[] = []
  private listeners = new Set<() => void>()
  private sending: { key: string; abort: AbortController } | undefined
  private nextKey = 0

  constructor(private readonly options: Options) {}

  readonly getSnapshot = (): readonly Upload[] => this.uploads

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async add(files: readonly File[]): Promise<void> {
    const added = files.map(
      (file): Upload => ({ key: String(this.nextKey++), file, progress: 0, draft: null, error: null }),
    )
    this.set([...this.uploads, ...added])
    const limits = await this.options.loadLimits().catch(() => undefined)
    for (const { key, file } of added) {
      const error = limits && this.refusalOf(key, file, limits)
      if (error) this.change(key, { error })
    }
    void this.sendNext()
  }

  /** Removes an upload, and cancels it if it is being sent. Returns its draft if the server has stored one. */
  remove(key: string): string | null {
    if (this.sending?.key === key) this.sending.abort.abort()
    const removed = this.uploads.find((upload) => upload.key === key)
    this.set(this.uploads.filter((upload) => upload.key !== key))
    return removed?.draft ?? null
  }

  retry(key: string): void {
    this.change(key, { error: null, progress: 0 })
    void this.sendNext()
  }

  /** Cancels everything. Returns the drafts. */
  clear(): string[] {
    return this.uploads.flatMap(({ key }) => this.remove(key) ?? [])
  }

  /** Returns the drafts once nothing is being sent any more. */
  settled(): Promise<string[]> {
    return new Promise((resolve) => {
      const check = () => {
        if (this.uploads.some(isPending)) return
        stop()
        resolve(this.uploads.flatMap(({ draft }) => draft ?? []))
      }
      const stop = this.subscribe(check)
      check()
    })
  }

  private refusalOf(key: string, file: File, limits: AttachmentLimits): UploadError | undefined {
    if (file.size > limits.bytes) return { code: 'too-large', limit: limits.bytes }
    const before = this.uploads.slice(
      0,
      this.uploads.findIndex((upload) => upload.key === key),
    )
    const counted = before.filter(({ error }) => !error).length
    if (this.options.countAttached() + counted >= limits.perEvent) {
      return { code: 'too-many', limit: limits.perEvent }
    }
    return undefined
  }

  private async sendNext(): Promise<void> {
    const next = this.uploads.find(isPending)
    if (!next || this.sending) return
    const { key, file } = next
    const { event, onAttached, send = uploadFile } = this.options
    const abort = new AbortController()
    this.sending = { key, abort }
    const onProgress = (progress: number) => this.change(key, { progress })
    const result = await send(file, { event, signal: abort.signal, onProgress })
    this.sending = undefined
    if (!result.ok) this.change(key, { error: errorOf(result.error) })
    else if (event) {
      this.remove(key)
      onAttached?.(file.name)
    } else this.change(key, { draft: result.file, progress: 1 })
    void this.sendNext()
  }

  private change(key: string, fields: Partial<Upload>): void {
    this.set(this.uploads.map((upload) => (upload.key === key ? { ...upload, ...fields } : upload)))
  }

  private set(uploads: readonly Upload[]): void {
    this.uploads = uploads
    for (const listener of this.listeners) listener()
  }
}

export function isPending({ draft, error }: Upload): boolean {
  return draft === null && error === null
}

function errorOf({ code, fields, data }: Extract<UploadResult, { ok: false }>['error']): UploadError {
  const { what, limit } = (data ?? {}) as { what?: string; limit?: number }
  switch (code) {
    case 'TOO_LARGE': {
      const megabytes = fields?.file?.limit
      return megabytes === undefined
        ? { code: 'too-large' }
        : { code: 'too-large', limit: megabytes * 1024 * 1024 }
    }
    case 'LIMIT_REACHED':
      return { code: what === 'files' ? 'quota' : 'too-many', ...(limit !== undefined && { limit }) }
    case 'TOO_MANY':
    case 'UNAVAILABLE':
      return { code: 'busy' }
    case 'OFFLINE':
      return { code: 'offline' }
    case 'SIGNED_OUT':
      return { code: 'signed-out' }
    case 'FORBIDDEN':
    case 'NOT_FOUND':
      return { code: 'forbidden' }
    default:
      return { code: 'failed' }
  }
}
