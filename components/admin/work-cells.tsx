import { retryDelivery } from '@/lib/actions/instance'
import type { AuditEntry, DeliveryEntry, FaultEntry, ReceivedMailEntry } from '@/lib/schemas/admin-entries'
import { ActionButton } from './action-button'
import styles from './admin.module.css'
import type { Cells, CellTools } from './cell-tools'

/** Returns the cells of a mail. */
export function deliveryCells(delivery: DeliveryEntry, { t, formatTime, marks }: CellTools): Cells {
  return [
    ['to', delivery.address],
    ['template', delivery.template],
    ['state', marks(delivery.outcome)],
    ['attempts', delivery.attempts],
    [
      'error',
      delivery.error && (
        <span key="" className={styles.adminError}>
          {delivery.error}
        </span>
      ),
    ],
    ['createdAt', formatTime(delivery.createdAt)],
    [
      'actions',
      delivery.outcome !== 'sent' && delivery.hasContent && (
        <ActionButton
          action={retryDelivery.bind(null, { delivery: delivery.id })}
          label={t('actions.retry')}
          about={delivery.address}
          done={t('done.retry')}
        />
      ),
    ],
  ]
}

/** Returns the cells of a received mail. */
export function receivedMailCells(mail: ReceivedMailEntry, { formatTime, marks }: CellTools): Cells {
  return [
    ['at', formatTime(mail.at)],
    ['state', marks(mail.outcome)],
    ['reason', mail.reason],
    ['id', mail.event && <code key="">{mail.event}</code>],
  ]
}

/** Returns the cells of a fault. */
export function faultCells(fault: FaultEntry, { formatTime }: CellTools): Cells {
  return [
    ['lastSeen', formatTime(fault.lastSeen)],
    ['firstSeen', formatTime(fault.firstSeen)],
    ['count', fault.count],
    ['source', <code key="">{fault.place}</code>],
    [
      'error',
      <details key="">
        <summary>{fault.message}</summary>
        <pre dir="ltr">{fault.trace}</pre>
      </details>,
    ],
  ]
}

/** Returns the cells of an entry of the audit log. */
export function auditCells(entry: AuditEntry, { t, formatTime, linkTo }: CellTools): Cells {
  const commandName = (command: string) =>
    t.has(`commands.${command}` as 'commands.suspendUser')
      ? t(`commands.${command}` as 'commands.suspendUser')
      : command
  return [
    ['at', formatTime(entry.at)],
    ['by', entry.by ?? t('shell')],
    ['command', commandName(entry.command)],
    [
      'target',
      entry.entity === 'user' && entry.about
        ? linkTo(`/admin/users/${entry.entityId}`, entry.about)
        : (entry.about ?? ''),
    ],
    ['change', [entry.before, entry.after].filter(Boolean).map(joinValues).join(' → ')],
  ]
}

/** Joins the values of a change; the command's name says which fields they belong to. */
function joinValues(values: Record<string, unknown> | null): string {
  return Object.values(values ?? {})
    .map(String)
    .join(', ')
}
