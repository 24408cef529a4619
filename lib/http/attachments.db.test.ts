import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { attachmentChunks, attachmentFiles } from '@/db/schema/attachments'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { createEvent } from '@/lib/commands/events'
import { env } from '@/lib/env'
import { as, errorOf, type Family, hour, makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import { serveAttachment } from './attachment-file'
import { requestAttachmentLimits, storeUpload } from './attachments'

let actor: Actor = NOBODY
vi.mock('./actor', () => ({ requestActor: async () => actor }))

const limits = { ...env.attachments }
afterEach(() => {
  Object.assign(env.attachments, limits)
})

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

/** Uploads a file. `body` may be a stream. */
async function upload(user: TestUser, name: string, body: BodyInit, event?: string) {
  actor = user
  const query = new URLSearchParams({ name, ...(event && { event }) })
  const request = new Request(`http://localhost/api/attachments?${query}`, {
    method: 'POST',
    body,
    duplex: 'half',
  } as RequestInit)
  return storeUpload(request)
}

const newEvent = async (user = family.owner, calendarId = family.calendar) =>
  (await as(user).run(createEvent, { title: 'Trip', calendarId, span: hour('2026-11-21') })).result.id

async function download(user: Actor, id: string, query = '', headers: Record<string, string> = {}) {
  const request = new Request(`http://localhost/api/attachments/${id}${query}`, { headers })
  return serveAttachment(request, user, id)
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

const countFiles = async () => (await db.select({ id: attachmentFiles.id }).from(attachmentFiles)).length

describe('upload and download', () => {
  it('stores a file in parts and serves all of it or a range', async () => {
    const content = new Uint8Array(randomBytes(700_000))
    const { file, attachment } = await upload(family.editor, 'data.bin', content, await newEvent())
    const parts = await db.select().from(attachmentChunks)
    expect(parts.filter(({ fileId }) => fileId === file).map(({ data }) => data.length)).toEqual([
      262_144, 262_144, 175_712,
    ])
    const whole = await download(family.viewer, attachment!.id)
    expect(whole.status).toBe(200)
    expect(whole.headers.get('content-length')).toBe('700000')
    expect((await bytesOf(whole)).equals(content)).toBe(true)
    for (const [range, start, end] of [
      ['bytes=0-0', 0, 1],
      ['bytes=262100-262200', 262_100, 262_201],
      ['bytes=600000-', 600_000, 700_000],
      ['bytes=-5', 699_995, 700_000],
      ['bytes=699999-900000', 699_999, 700_000],
    ] as const) {
      const response = await download(family.viewer, attachment!.id, '', { range })
      expect(response.status, range).toBe(206)
      expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/700000`)
      expect((await bytesOf(response)).equals(content.subarray(start, end)), range).toBe(true)
    }
    const beyond = await download(family.viewer, attachment!.id, '', { range: 'bytes=700000-' })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */700000'])
    const etag = whole.headers.get('etag')!
    expect((await download(family.viewer, attachment!.id, '', { 'if-none-match': etag })).status).toBe(304)
    const other = { range: 'bytes=0-0', 'if-range': '"another"' }
    expect((await download(family.viewer, attachment!.id, '', other)).status).toBe(200)
  })

  it('serves a page that claims to be a picture as plain text in a sandbox, also if requested inline', async () => {
    const page = '<!doctype html><script>alert(document.cookie)</script>'
    const { attachment } = await upload(family.editor, 'Füße 😀.jpg', page, await newEvent())
    expect(attachment).toMatchObject({ type: 'text/plain', width: null })
    for (const query of ['', '?form=inline']) {
      const { headers } = await download(family.viewer, attachment!.id, query)
      expect(headers.get('content-type')).toBe('text/plain')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="F_e _.jpg"; filename*=UTF-8''F%C3%BC%C3%9Fe%20%F0%9F%98%80.jpg`,
      )
    }
  })

  it('turns the preview of a picture upright and removes its metadata', async () => {
    const photo = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#3355cc' } })
      .withExif({ IFD0: { Model: 'SECRET-camera' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const { attachment } = await upload(family.editor, 'IMG_1.JPG', new Uint8Array(photo), await newEvent())
    expect(attachment).toMatchObject({ type: 'image/jpeg', width: 200, height: 400 })
    for (const form of ['preview', 'thumbnail']) {
      const response = await download(family.viewer, attachment!.id, `?form=${form}`)
      expect(response.headers.get('content-type')).toBe('image/webp')
      const { width, height, exif } = await sharp(await bytesOf(response)).metadata()
      expect(width! < height!).toBe(true)
      expect(exif).toBeUndefined()
    }
    const inline = await download(family.viewer, attachment!.id, '?form=inline')
    expect(inline.headers.get('content-disposition')).toMatch(/^inline; /)
    expect((await bytesOf(inline)).equals(photo)).toBe(true)
  })

  it('stores a picture with too many pixels without a preview, and serves it only as a download', async () => {
    const bomb = await sharp({
      create: { width: 9000, height: 7200, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer()
    const { attachment } = await upload(family.editor, 'bomb.png', new Uint8Array(bomb), await newEvent())
    expect(attachment).toMatchObject({ type: 'image/png', width: null })
    expect((await errorOf(download(family.viewer, attachment!.id, '?form=preview'))).code).toBe('NOT_FOUND')
    const { headers } = await download(family.viewer, attachment!.id, '?form=inline')
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it('removes folders and directional characters from the name', async () => {
    const event = await newEvent()
    const nameOf = async (name: string) => (await upload(family.editor, name, 'a', event)).attachment!.name
    expect(await nameOf('C:\\Users\\me\\plan.txt')).toBe('plan.txt')
    expect(await nameOf('../../etc/passwd')).toBe('passwd')
    expect(await nameOf('invoice\u202etxt.exe')).toBe('invoicetxt.exe')
    expect(await nameOf('/')).toBe('file')
    expect(await nameOf(`${'x'.repeat(300)}.pdf`)).toBe(`${'x'.repeat(196)}.pdf`)
  })
})

describe('refused uploads', () => {
  it('does not read the body if the user may not edit the event', async () => {
    const pull = vi.fn()
    const body = () => new ReadableStream({ pull }, { highWaterMark: 0 })
    const event = await newEvent()
    expect((await errorOf(upload(family.viewer, 'a', body(), event))).code).toBe('FORBIDDEN')
    expect((await errorOf(upload(family.stranger, 'a', body(), event))).code).toBe('NOT_FOUND')
    env.attachments.perEvent = 0
    expect((await errorOf(upload(family.editor, 'a', body(), event))).code).toBe('LIMIT_REACHED')
    expect(pull).not.toHaveBeenCalled()
  })

  it('stores nothing of an upload that breaks off', async () => {
    const before = await countFiles()
    let sent = 0
    const broken = new ReadableStream({
      pull(controller) {
        if (sent++ < 5) controller.enqueue(new Uint8Array(300_000))
        else controller.error(new Error('aborted'))
      },
    })
    expect((await errorOf(upload(family.editor, 'a', broken))).code).toBe('INVALID')
    expect(await countFiles()).toBe(before)
  })

  it('refuses a file above the limit, whether or not its size is known', async () => {
    env.attachments.bytes = 1024 * 1024
    const before = await countFiles()
    const large = new Uint8Array(1024 * 1024 + 1)
    const stream = new Blob([large]).stream()
    for (const body of [large, stream]) {
      const { code, detail } = await errorOf(upload(family.editor, 'a', body))
      expect([code, detail.fields]).toEqual(['TOO_LARGE', { file: { code: 'too_large', limit: 1 } }])
    }
    expect(await countFiles()).toBe(before)
  })

  it('keeps to the quota when uploads of a user run concurrently', async () => {
    const user = await makeUser()
    env.attachments.bytesPerUser = 2500
    const attempts = Array.from({ length: 4 }, () =>
      upload(user, 'a', new Blob([new Uint8Array(1000)]).stream()).then(
        () => 'ok',
        (error) => error.code,
      ),
    )
    expect((await Promise.all(attempts)).sort()).toEqual(['LIMIT_REACHED', 'LIMIT_REACHED', 'ok', 'ok'])
    expect(await requestAttachmentLimits()).toMatchObject({ usedBytes: 2000, bytesPerUser: 2500 })
  })

  it('attaches no more files than an event may have when uploads run concurrently', async () => {
    const event = await newEvent()
    env.attachments.perEvent = 2
    const before = await countFiles()
    const attempts = [family.owner, family.admin, family.editor].map((user) =>
      upload(user, 'a', 'a', event).then(
        () => 'ok',
        (error) => error.code,
      ),
    )
    expect((await Promise.all(attempts)).sort()).toEqual(['LIMIT_REACHED', 'ok', 'ok'])
    expect(await countFiles()).toBe(before + 2)
  })
})
