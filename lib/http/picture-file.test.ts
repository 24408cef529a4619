import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pictureBytes, previewsOf, shrinkPicture } from './picture-file'

const solid = (width: number, height: number, color = '#3355cc') =>
  sharp({ create: { width, height, channels: 3, background: color } })

const shrink = (file: Uint8Array) => shrinkPicture(async () => file)

const refusalOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'ok',
    (error) => error.detail?.fields?.picture?.code ?? String(error),
  )

const body = (bytes: Uint8Array) =>
  new Request('http://localhost/', { method: 'POST', body: bytes as BodyInit })

describe('shrinkPicture', () => {
  it('crops a picture of any format to a square WebP', async () => {
    const files = {
      jpeg: await solid(900, 500).jpeg().toBuffer(),
      png: await solid(10, 2000).png().toBuffer(),
      webp: await solid(300, 300).webp().toBuffer(),
      gif: await solid(300, 200).gif().toBuffer(),
      avif: await solid(320, 200).avif().toBuffer(),
    }
    for (const [format, file] of Object.entries(files)) {
      const { data, ...rest } = await shrink(file)
      expect(rest, format).toEqual({ type: 'image/webp', width: 256, height: 256 })
      expect((await sharp(data).metadata()).format, format).toBe('webp')
    }
  })

  it('applies the EXIF orientation and removes all metadata', async () => {
    // Left half red, right half blue; orientation 6 turns the left half to the top.
    const halves = await solid(400, 400, '#ff0000')
      .composite([{ input: await solid(200, 400, '#0000ff').png().toBuffer(), left: 200, top: 0 }])
      .withExif({ IFD0: { Model: 'SECRET-camera' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const { data } = await shrink(halves)
    const { exif, orientation, icc, xmp } = await sharp(data).metadata()
    expect({ exif, orientation, icc, xmp }).toEqual({})
    expect(data.toString('latin1')).not.toContain('SECRET')
    const raw = await sharp(data).removeAlpha().raw().toBuffer()
    const at = (x: number, y: number) => [...raw.subarray((y * 256 + x) * 3, (y * 256 + x) * 3 + 3)]
    expect(at(128, 20)[0]).toBeGreaterThan(200)
    expect(at(128, 236)[2]).toBeGreaterThan(200)
  })

  it('keeps the first frame of an animation', async () => {
    const frames = await sharp(
      [await solid(100, 100, '#ff0000').png().toBuffer(), await solid(100, 100, '#0000ff').png().toBuffer()],
      { join: { animated: true } },
    )
      .gif()
      .toBuffer()
    const { data } = await shrink(frames)
    expect((await sharp(data).metadata()).pages ?? 1).toBe(1)
    const [red, , blue] = await sharp(data).removeAlpha().raw().toBuffer()
    expect(red! > 200 && blue! < 60).toBe(true)
  })
})

describe('rejected files', () => {
  it('rejects files that are not pictures', async () => {
    const png = await solid(400, 400).png().toBuffer()
    const files = {
      nothing: Buffer.alloc(0),
      text: Buffer.from('BEGIN:VCALENDAR'),
      page: Buffer.from('<html><body onload=alert(1)>'),
      drawing: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'),
      document: Buffer.from('%PDF-1.4 nonsense'),
      zeroes: Buffer.alloc(100_000),
      beginning: png.subarray(0, png.length / 2),
      head: png.subarray(0, 40),
    }
    for (const [kind, file] of Object.entries(files)) {
      expect(await refusalOf(shrink(file)), kind).toBe('not_a_picture')
    }
  })

  it('rejects a small file with too many pixels', async () => {
    // A hundred million pixels in less than a megabyte.
    const bomb = await solid(10_000, 10_000).png({ compressionLevel: 9 }).toBuffer()
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await refusalOf(shrink(bomb))).toBe('too_many_pixels')
  })

  it('rejects an upload over the size limit', async () => {
    const bytes = new Uint8Array(10 * 1024 * 1024)
    const sizeOf = async (request: Request) => {
      let size = 0
      for await (const chunk of pictureBytes(request)) size += chunk.length
      return size
    }
    expect(await sizeOf(body(bytes))).toBe(bytes.length)
    expect(await refusalOf(sizeOf(body(new Uint8Array(bytes.length + 1))))).toBe('too_large')
    expect(await sizeOf(new Request('http://localhost/', { method: 'POST' }))).toBe(0)
  })
})

it('makes previews for all users who upload at once, and reads two files at a time', async () => {
  const file = await solid(40, 40).jpeg().toBuffer()
  let reads = 0
  const previews = Array.from({ length: 50 }, () =>
    previewsOf(async () => {
      reads++
      return file
    }),
  )
  expect(reads).toBe(2)
  expect((await Promise.all(previews)).map((preview) => preview?.width)).toEqual(Array(50).fill(40))
})

it('refuses pictures beyond a bounded queue, and accepts them once it is shorter', async () => {
  const file = await solid(40, 40).jpeg().toBuffer()
  const outcomes = await Promise.all(Array.from({ length: 70 }, () => refusalOf(shrink(file))))
  expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(66)
  expect(outcomes.filter((outcome) => outcome.includes('UNAVAILABLE'))).toHaveLength(4)
  expect(await refusalOf(shrink(file))).toBe('ok')
})
