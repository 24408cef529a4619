import sharp from 'sharp'
import { AppError, fieldError } from '@/lib/errors'
import { MAX_PICTURE_BYTES } from '@/lib/schemas/choices'
import { MAX_PIXELS } from '@/lib/schemas/pictures'

/** How large pictures are kept: for screens of twice the pixels. */
const SIDE = 256
const SECONDS = 10

/** Pictures worked on at once: each may take a hundred megabytes while it is made small. */
const AT_ONCE = 2
const MAX_WAITING = 8
let running = 0
const waiting: (() => void)[] = []

// Only what pictures come in. Others (SVG, PDF) are read by libraries that fetch, run and draw things.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
})
sharp.cache(false)
sharp.concurrency(1)

/**
 * A picture made small: its middle as a square, turned as the camera was held, of an animation the first frame, and
 * without anything else that the file told (where it was taken, with what).
 * @throws AppError INVALID when it is no picture or has too many pixels, TOO_MANY when too many come at once
 */
export async function shrinkPicture(bytes: Uint8Array) {
  if (!bytes.length) unreadable()
  return taking(async () => {
    const source = sharp(bytes, { limitInputPixels: false, failOn: 'error', sequentialRead: true })
    const { width, height } = await source.metadata().catch(unreadable)
    if (width * height > MAX_PIXELS) throw fieldError('picture', 'too_many_pixels', MAX_PIXELS / 1_000_000)
    const { data, info } = await source
      .timeout({ seconds: SECONDS })
      .autoOrient()
      .resize(SIDE, SIDE, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
      .catch(unreadable)
    return { type: 'image/webp' as const, width: info.width, height: info.height, data }
  })
}

/** Yields a body up to the maximum size of a picture. @throws AppError TOO_LARGE */
export async function* pictureBytes(request: Request): AsyncGenerator<Uint8Array> {
  let size = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw fieldError('picture', 'not_a_picture')
    })
    if (done) break
    size += value.length
    // Read to its end all the same: a client still sending would see a reset in place of the answer.
    if (size <= MAX_PICTURE_BYTES) yield value
  }
  if (size > MAX_PICTURE_BYTES) throw tooLarge()
}

function tooLarge(): AppError {
  const limit = MAX_PICTURE_BYTES / 1024 / 1024
  return new AppError('TOO_LARGE', { fields: { picture: { code: 'too_large', limit } } })
}

function unreadable(): never {
  throw fieldError('picture', 'not_a_picture')
}

async function taking<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running++
  else if (waiting.length < MAX_WAITING) await new Promise<void>((resolve) => waiting.push(resolve))
  else throw new AppError('TOO_MANY')
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
