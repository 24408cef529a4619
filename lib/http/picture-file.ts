import sharp from 'sharp'
import { AppError, fieldError } from '@/lib/errors'
import { MAX_PICTURE_BYTES } from '@/lib/schemas/choices'
import { MAX_PIXELS } from '@/lib/schemas/pictures'

/** Size of stored pictures: for screens with two pixels per CSS pixel. */
const SIDE = 256
/** Maximum time for resizing a picture. */
const MAX_SECONDS = 10

/** Longest sides of the previews of a picture. */
const PREVIEW_SIDE = 1600
const THUMBNAIL_SIDE = 320

/** Maximum number of pictures resized at once: each may take a hundred megabytes. */
const MAX_CONCURRENT = 2
/** Maximum number of pictures that wait to be resized: as many as arrive from different users at once (uploads.ts). */
const MAX_WAITING = 64
let running = 0
const waiting: (() => void)[] = []

// Only these formats are decoded. The decoders of others, such as SVG and PDF, load URLs and run scripts.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
})
sharp.cache(false)
sharp.concurrency(1)

/**
 * Resizes a picture: crops it to a square, applies the EXIF orientation, keeps the first frame of an animation, and
 * drops all metadata such as location and camera.
 *
 * @param read reads the file when its turn comes, so that waiting pictures need no memory
 * @throws AppError INVALID if it is no picture or has too many pixels, UNAVAILABLE if too many wait
 */
export async function shrinkPicture(read: () => Promise<Uint8Array>) {
  return inTurn(async () => {
    const bytes = await read()
    if (!bytes.length) unreadable()
    const source = sharp(bytes, { limitInputPixels: false, failOn: 'error', sequentialRead: true })
    const { width, height } = await source.metadata().catch(unreadable)
    if (width * height > MAX_PIXELS) throw fieldError('picture', 'too_many_pixels', MAX_PIXELS / 1_000_000)
    const { data, info } = await source
      .timeout({ seconds: MAX_SECONDS })
      .autoOrient()
      .resize(SIDE, SIDE, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
      .catch(unreadable)
    return { type: 'image/webp' as const, width: info.width, height: info.height, data }
  })
}

/** Previews of a picture. */
export interface Previews {
  width: number
  height: number
  preview: Buffer
  thumbnail: Buffer
}

/**
 * Makes previews of a picture for the screen and for lists: applies the EXIF orientation, keeps the first frame of an
 * animation, and drops all metadata such as location and camera. Returns null if it is no picture or has too many
 * pixels.
 *
 * @param read reads the file when its turn comes, so that waiting pictures need no memory
 * @throws AppError UNAVAILABLE if too many wait
 */
export async function previewsOf(read: () => Promise<Uint8Array>): Promise<Previews | null> {
  return inTurn(async () => {
    try {
      const source = sharp(await read(), { limitInputPixels: MAX_PIXELS, sequentialRead: true })
      const { data: preview, info } = await source
        .timeout({ seconds: MAX_SECONDS })
        .autoOrient()
        .resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 80 })
        .toBuffer({ resolveWithObject: true })
      const thumbnail = await sharp(preview)
        .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 75 })
        .toBuffer()
      return { width: info.width, height: info.height, preview, thumbnail }
    } catch {
      return null
    }
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
    // The rest is read too: a client still sending would see a connection reset instead of the response.
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

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < MAX_CONCURRENT) running++
  else if (waiting.length < MAX_WAITING) await new Promise<void>((resolve) => waiting.push(resolve))
  else throw new AppError('UNAVAILABLE')
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
