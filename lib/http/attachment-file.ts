import { db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { type Grant, grant } from '@/lib/access/grant'
import { type AttachmentForm, canShowInline } from '@/lib/calendar/attachment'
import { AppError } from '@/lib/errors'
import { attachmentBytes, attachmentPreview, type ByteRange } from '@/lib/queries/attachments'
import { attachmentQuery } from '@/lib/schemas/attachments'
import { parseInput } from '@/lib/schemas/parse-input'
import { uuid } from '@/lib/schemas/text'
import { readGuestLink } from './guest'
import { downloadHeaders, readableStream } from './stream'

/** Serves an attachment of an event to a guest with a personal link. @throws AppError NOT_FOUND */
export async function serveGuestAttachment(request: Request, token: string, id: string): Promise<Response> {
  const link = await readGuestLink(token)
  if (link?.state !== 'personal') throw new AppError('NOT_FOUND')
  return serveAttachment(request, link.guest, id)
}

/**
 * Serves an attachment: the file as a download, within the page if that is safe, or a preview.
 * @throws AppError SIGNED_OUT, NOT_FOUND
 */
export async function serveAttachment(request: Request, actor: Actor, rawId: string): Promise<Response> {
  if (actor.kind === 'nobody') throw new AppError('SIGNED_OUT')
  const id = parseInput(uuid, rawId)
  const { form } = parseInput(attachmentQuery, Object.fromEntries(new URL(request.url).searchParams))
  const granted = await db.transaction((tx) => grant(tx, actor, 'read', 'attachment', id))
  const etag = `"${granted.row.fileId}-${form}"`
  const headers = {
    ETag: etag,
    'Cache-Control': form === 'file' || form === 'inline' ? 'private, no-cache' : 'private, max-age=86400',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': policyOf(granted.row.type, form),
  }
  if (request.headers.get('if-none-match')?.includes(etag))
    return new Response(null, { status: 304, headers })
  return form === 'file' || form === 'inline'
    ? serveFile(request, granted, form, headers)
    : servePreview(granted, form, headers)
}

/**
 * A file is never a page of this site: nothing in it runs or loads. Chrome does not open PDF documents in a sandbox;
 * its viewer and that of Firefox isolate them.
 */
function policyOf(type: string, form: AttachmentForm): string {
  return form === 'inline' && type === 'application/pdf'
    ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
    : "default-src 'none'; sandbox"
}

type Headers = Record<string, string>

function serveFile(
  request: Request,
  granted: Grant<'read', 'attachment'>,
  form: 'file' | 'inline',
  headers: Headers,
): Response {
  const { name, type, bytes } = granted.row
  const { 'Cache-Control': _, 'Content-Disposition': disposition, ...typed } = downloadHeaders(name, type)
  const isInline = form === 'inline' && canShowInline(granted.row)
  const fileHeaders: Headers = {
    ...headers,
    ...typed,
    'Accept-Ranges': 'bytes',
    'Content-Disposition': isInline ? disposition!.replace(/^attachment/, 'inline') : disposition!,
  }
  const range = requestedRange(request.headers, headers.ETag!, bytes)
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${bytes}` } })
  }
  const { start, end } = range ?? { start: 0, end: bytes }
  const sized = { ...fileHeaders, 'Content-Length': String(end - start) }
  const body = readableStream(attachmentBytes(db, granted, { start, end }))
  if (!range) return new Response(body, { headers: sized })
  return new Response(body, {
    status: 206,
    headers: { ...sized, 'Content-Range': `bytes ${start}-${end - 1}/${bytes}` },
  })
}

async function servePreview(
  granted: Grant<'read', 'attachment'>,
  form: 'preview' | 'thumbnail',
  headers: Headers,
): Promise<Response> {
  const data = await attachmentPreview(db, granted, form)
  if (!data) throw new AppError('NOT_FOUND')
  return new Response(new Uint8Array(data), { headers: { ...headers, 'Content-Type': 'image/webp' } })
}

/**
 * Returns the requested range (RFC 9110 §14.2); undefined for the whole file, which also answers several ranges, an
 * invalid range, and a range of another version of the file.
 */
export function requestedRange(
  headers: Request['headers'],
  etag: string,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const condition = headers.get('if-range')
  if (condition !== null && condition !== etag) return undefined
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range') ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!first && !last) return undefined
  const start = first ? Number(first) : Math.max(size - Number(last), 0)
  const end = first && last ? Math.min(Number(last) + 1, size) : size
  if (first && last && Number(last) < Number(first)) return undefined
  return start < end ? { start, end } : 'unsatisfiable'
}
