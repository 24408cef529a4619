import { useTranslations } from 'next-intl'
import type { Viewer } from '@/lib/schemas/users'
import type { ChangeContext } from './value-text'

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
