import { loadJson } from '@/components/live/load-json'
import type { CommentPage } from '@/lib/schemas/comments'

/** The event or gathering whose comments are shown, or the group whose conversation is. */
export type ThreadRef = { event: string } | { gathering: string } | { group: string }

/** Returns the key of a thread's queries: for an event, a child of the event's own key, which live updates refetch. */
export function threadKey(thread: ThreadRef): string[] {
  const [[kind, id]] = Object.entries(thread) as [[string, string]]
  return [kind, id, 'comments']
}

/** Returns the query of a thread, newest page first. */
export function threadQueryOptions(thread: ThreadRef) {
  return {
    queryKey: threadKey(thread),
    staleTime: 2_000,
    retry: 1,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }): Promise<CommentPage> =>
      loadJson(`/api/view/comments?${searchOf(thread, { before: pageParam })}`, signal),
    getNextPageParam: ({ hasMore, comments }: CommentPage) => (hasMore ? comments[0]?.id : undefined),
  }
}

/** Returns the query string of a request about a thread, without empty values. */
export function searchOf(thread: ThreadRef, values: Record<string, string>): URLSearchParams {
  const nonEmpty = Object.entries(values).filter(([, value]) => value)
  return new URLSearchParams([...Object.entries(thread), ...nonEmpty])
}
