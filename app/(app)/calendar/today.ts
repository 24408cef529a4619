import { redirect } from 'next/navigation'
import { wallOf } from '@/lib/calendar/day'
import type { View } from '@/lib/calendar/views'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { pageUser } from '@/lib/http/actor'

/** The query of a page, as Next passes it. */
export type PageQuery = Promise<Record<string, string | string[] | undefined>>

/** Returns the query as text that begins with `?`, or an empty string. */
export async function queryText(query: PageQuery): Promise<string> {
  const pairs = Object.entries(await query).flatMap(([key, value]) =>
    [value ?? []].flat().map((each): [string, string] => [key, each]),
  )
  return pairs.length ? `?${new URLSearchParams(pairs)}` : ''
}

/** Redirects to today in the user's time zone, and keeps the query. `path`: the page that was asked for. */
export async function redirectToToday(path: string, view: View, query: PageQuery): Promise<never> {
  const search = await queryText(query)
  const { timeZone } = await pageUser(path + search)
  redirect(`/calendar/${view}/${wallOf(wallAt(Date.now(), timeZone)).slice(0, 10)}${search}`)
}
