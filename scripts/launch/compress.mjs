import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

const compress = promisify(brotliCompress)

/**
 * Writes a Brotli copy (`.br`) beside each script and style sheet of a build. The server sends these copies
 * (lib/server/precompressed.mjs).
 * @param {string} folder the build folder
 */
export async function compressStatic(folder) {
  const names = readdirSync(join(folder, 'static'), { recursive: true }).filter((name) =>
    /\.(js|css)$/.test(name),
  )
  await Promise.all(
    names.map(async (name) => {
      const file = join(folder, 'static', name)
      const content = await readFile(file)
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
      await writeFile(`${file}.br`, await compress(content, { params }))
    }),
  )
}
