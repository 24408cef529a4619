import { cookies } from 'next/headers'
import { VIEW_COOKIES } from '@/lib/calendar/view-cookies'
import { isView } from '@/lib/calendar/views'
import { type PageQuery, redirectToToday } from './today'

/** Opens today in the view that this browser showed last. */
export default async function Calendar({ searchParams }: { searchParams: PageQuery }) {
  const last = (await cookies()).get(VIEW_COOKIES.view)?.value
  await redirectToToday('/calendar', isView(last) ? last : 'month', searchParams)
}
