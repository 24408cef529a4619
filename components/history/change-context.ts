import { useTranslations } from 'next-intl'
import type { ChangeContext } from '@/lib/event-text/value-text'
import type { Viewer } from '@/lib/schemas/users'

/** Returns the context for describing changes to the current user. */
export function useChangeContext(viewer: Viewer, today: number): ChangeContext {
  return {
    t: useTranslations('history'),
    event: useTranslations('event'),
    repeat: useTranslations('repeat'),
    palette: useTranslations('palette'),
    viewer,
    today,
  }
}
