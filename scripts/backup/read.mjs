import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { Refusal } from '../launch/say.mjs'
import { readTar, TarError } from './tar.mjs'
import { FORMAT, sha256 } from './write.mjs'

/** Maximum size of a part, which must hold one row with the largest field of Postgres. Usually it is a megabyte. */
const MAX_PART_BYTES = 1_200_000_000

/**
 * Verifies a whole backup by its checksums.
 * @param {string} file
 * @returns {Promise<{ about: object, rows: number, parts: { path: string, table: string, rows: number }[] }>}
 *   `about`: the content of `backup.json`
 * @throws Refusal naming what is wrong with the file
 */
export async function verifyBackup(file) {
  let about
  let listedParts
  const found = new Map()
  for await (const { name, bytes } of entriesOf(file)) {
    if (!about) about = parseAbout(file, name, bytes)
    else if (name === 'parts.json') listedParts = JSON.parse(bytes.toString()).parts
    else found.set(name, { length: bytes.length, sum: sha256(bytes) })
  }
  if (!about) throw new Refusal(`${file} is empty: it is no backup of Kinday.`)
  if (!listedParts)
    throw new Refusal(`${file} is cut short: it has no list of its parts at its end. Get a whole copy of it.`)
  for (const { path, bytes, sha256: sum } of listedParts) {
    const part = found.get(path)
    if (!part) throw new Refusal(`${file} is broken: ${path} is missing. Get another copy of it.`)
    if (part.length !== bytes || part.sum !== sum) {
      throw new Refusal(`${file} is broken: ${path} is not what was written. Get another copy of it.`)
    }
    found.delete(path)
  }
  if (found.size) throw new Refusal(`${file} was changed: ${[...found.keys()][0]} does not belong in it.`)
  return { about, parts: listedParts, rows: listedParts.reduce((sum, { rows }) => sum + rows, 0) }
}

/** Yields the files of a backup. @throws Refusal if it cannot be read further */
export async function* entriesOf(file) {
  const packed = createReadStream(file)
  const unpacked = createGunzip()
  // `pipe` alone would ignore a file that cannot be opened.
  packed.on('error', (error) => unpacked.destroy(error))
  packed.pipe(unpacked)
  let lastName
  try {
    for await (const entry of readTar(unpacked, MAX_PART_BYTES)) {
      lastName = entry.name
      yield entry
    }
  } catch (error) {
    throw explainError(error, file, lastName)
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

function parseAbout(file, name, bytes) {
  const about = name === 'backup.json' ? parseJson(bytes) : undefined
  if (!Number.isInteger(about?.format)) throw new Refusal(`${file} is no backup of Kinday.`)
  if (about.format > FORMAT) {
    throw new Refusal(
      `${file} was written by a newer version of Kinday (${about.kinday}). Update this checkout and try again.`,
    )
  }
  return about
}

function parseJson(bytes) {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

function explainError(error, file, lastName) {
  const after = lastName ? ` after ${lastName}` : ''
  const sentences = {
    ENOENT: `There is no file ${file}.`,
    EISDIR: `${file} is a folder, and no backup.`,
    EACCES: `${file} may not be read: permission denied.`,
    Z_BUF_ERROR: `${file} is cut short: it ends${after} in the middle. Get a whole copy of it.`,
    Z_DATA_ERROR: lastName
      ? `${file} is broken${after}. Get another copy of it.`
      : `${file} is no backup of Kinday.`,
  }
  if (error instanceof TarError && error.problem === 'cut') return new Refusal(sentences.Z_BUF_ERROR)
  if (error instanceof TarError) return new Refusal(sentences.Z_DATA_ERROR)
  return sentences[error.code] ? new Refusal(sentences[error.code]) : error
}
