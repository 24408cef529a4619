import { useTranslations } from 'next-intl'
import type { Viewer } from '@/lib/schemas/users'
import type { Telling } from './change-text'

/** What changes are told with, to this reader. */
export function useTelling(viewer: Viewer, today: number): Telling {
  return {
    t: useTranslations('history'),
    event: useTranslations('event'),
    repeat: useTranslations('repeat'),
    palette: useTranslations('palette'),
    viewer,
    today,
  }
}
