import { LANGUAGE_NAMES, LANGUAGES, type Language } from '@/lib/schemas/languages'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'

/** Minutes before the start, as GUEST_REMINDERS allows them. */
const REMINDERS = ['none', '15', '60', '1440', '10080'] as const

/** Asks when to remind the guest by e-mail. */
export function ReminderForm({
  page,
  formPath,
  current,
  t,
}: Pick<GuestProps, 'page' | 'formPath' | 't'> & { current: number | null }) {
  return (
    <form className={`${styles.section} ${styles.inline}`} method="post" action={`${formPath}/options`}>
      {page.occurrence && <input type="hidden" name="occurrence" value={page.occurrence} />}
      <div className="field">
        <label className="label" htmlFor="field-remind">
          {t('remind')}
        </label>
        <select
          id="field-remind"
          name="remind"
          className={`input ${styles.control}`}
          defaultValue={String(current ?? 'none')}
        >
          {REMINDERS.map((minutes) => (
            <option key={minutes} value={minutes}>
              {t(`remindAt.${minutes}`)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" className={`button ${styles.control}`}>
        {t('save')}
      </button>
    </form>
  )
}

/** Switches the language of the page. The choice is stored with the link. */
export function LanguageForm({
  formPath,
  occurrence,
  current,
  t,
}: Pick<GuestProps, 'formPath' | 't'> & { occurrence: string | null; current: Language }) {
  return (
    <form
      className={styles.languages}
      method="post"
      action={`${formPath}/options`}
      aria-label={t('language')}
    >
      {occurrence && <input type="hidden" name="occurrence" value={occurrence} />}
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="submit"
          name="locale"
          value={language}
          className="button quiet"
          lang={language}
          aria-current={language === current || undefined}
        >
          {LANGUAGE_NAMES[language]}
        </button>
      ))}
    </form>
  )
}
