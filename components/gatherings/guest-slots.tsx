import { zoneCityName } from '@/lib/calendar/zones/zone-names'
import styles from './guest-page.module.css'
import type { RefusedVote } from './voter-fields'
import type { GatheringTranslator } from './voting-props'

/** Form with which a participant without an account proposes a time. Works without scripts. */
export function GuestSlots({
  formPath,
  zone,
  refused,
  t,
}: {
  formPath: string
  /** Zone of the gathering, in which the time is entered. */
  zone: string
  refused: RefusedVote | undefined
  t: GatheringTranslator
}) {
  return (
    <details open={refused !== undefined}>
      <summary>{t('propose')}</summary>
      <form className="stack" method="post" action={`${formPath}/slots`}>
        {refused && (
          <p className="form-error" role="alert">
            {refused.text}
          </p>
        )}
        <div className={styles.slotFields}>
          {(['date', 'start', 'end'] as const).map((name) => (
            <div key={name} className="field">
              <label className="label" htmlFor={`field-${name}`}>
                {t(`slotFields.${name}`)}
              </label>
              <input
                id={`field-${name}`}
                name={name}
                type={name === 'date' ? 'date' : 'time'}
                className="input"
                required={name === 'date'}
                defaultValue={refused?.values[name]}
              />
            </div>
          ))}
        </div>
        <p className="hint">{t('proposeHint', { zone: zoneCityName(zone) })}</p>
        <div className="row-end">
          <button type="submit" className="button">
            {t('proposeTime')}
          </button>
        </div>
      </form>
    </details>
  )
}
