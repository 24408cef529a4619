import { spanOfDraft } from '@/lib/calendar/draft'
import { spanForKind } from '@/lib/calendar/event'
import { currentRules } from '../form-state'
import { RepeatField } from '../repeat-field'
import { WhenFields } from '../when-fields'
import type { SectionProps } from './section-props'

/** Start, end, time zones and recurrence. `originalRules`: the recurrence rules of the event as it was loaded. */
export function TimeSection({
  form,
  onChange,
  fieldError,
  event,
  viewer,
  originalRules,
}: SectionProps & { originalRules: string[] }) {
  return (
    <>
      <WhenFields
        span={form.span}
        isPoint={form.kind === 'reminder'}
        viewer={viewer}
        error={fieldError('span.end') ?? fieldError('span.start') ?? fieldError('span')}
        onChange={(span) => onChange({ span })}
      />
      <RepeatField
        rules={currentRules(form)}
        span={spanForKind(form.kind, spanOfDraft(form.span))}
        isChosen={form.repeat.isChosen}
        originalRules={originalRules}
        series={event?.series ?? null}
        viewer={viewer}
        error={fieldError('rules')}
        onChange={(rules) => onChange({ repeat: { rules, at: spanOfDraft(form.span), isChosen: true } })}
      />
    </>
  )
}
