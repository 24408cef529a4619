import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from './client'

test('folds texts of all scripts to ASCII words', async () => {
  const folded = async (text: string) => (await db.execute(sql`select fold(${text}) as text`))[0]!.text
  expect(await folded('Coffee & CAKE: 5 p.m. (Jo\\Ann)')).toBe(' coffee cake 5 p m jo ann')
  expect(await folded('Größe – Fête, ÜBUNG!')).toBe(' grosse fete ubung')
  expect(await folded('Ёлка & Größe')).toBe(' elka grosse')
  expect(await folded('Zoë 会議')).toMatch(/^ zoe( \d+){2}$/)
  expect(await folded(' ...')).toBe(' ')
  expect(await folded(`${'ab '.repeat(20_000)}end`)).not.toContain('end')
})

test('folds an ASCII text alone as it does next to another script', async () => {
  const [row] = await db.execute(sql`
    select count(*)::int as pairs,
      array_agg(ascii order by ascii) filter (where rtrim(fold(ascii)) || ' j' <> fold(ascii || ' ж')) as different
    from (
      select chr(a) || chr(b) || 'Z' as ascii from generate_series(1, 127) a, generate_series(1, 127) b
    ) as texts`)
  expect(row).toEqual({ pairs: 127 * 127, different: null })
})
