import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { Viewer } from '@/lib/schemas/users'

/** Field for the first or last day to search in; an empty `value` sets no limit. */
export function DateFilter({
  name,
  label,
  value,
  isShown,
  viewer,
  onChange,
}: {
  name: 'from' | 'to'
  label: string
  value: string
  /** Whether the filters are shown. */
  isShown: boolean
  viewer: Viewer
  onChange(day: string | undefined): void
}) {
  const t = useTranslations('search')
  const id = useId()
  return (
    <div className="field">
      <span className="label" id={id}>
        {label}
      </span>
      {isShown ? (
        <>
          <input type="hidden" name={name} value={value} disabled={!value} />
          <DateField
            label={label}
            pickLabel={t('pickDate')}
            value={value}
            format={viewer}
            clear={{ label: t('clear'), onClear: () => onChange(undefined) }}
            onChange={onChange}
          />
        </>
      ) : (
        <BrowserField name={name} labelledBy={id} value={value} />
      )}
    </div>
  )
}

/** The date field's script is loaded when the filters are opened. */
const DateField = dynamic(() => import('@/components/ui/date-field').then((all) => all.DateField), {
  ssr: false,
  loading: () => <BrowserField />,
})

/** The browser's own date field, used without scripts and until `DateField` is loaded. */
function BrowserField({ name, labelledBy, value }: { name?: string; labelledBy?: string; value?: string }) {
  return <input type="date" className="input" name={name} aria-labelledby={labelledBy} defaultValue={value} />
}
