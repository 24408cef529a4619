/** Everything that can go wrong by somebody's doing, with its HTTP status. A closed list: the UI has words for each. */
export const ERRORS = {
  INVALID: 400,
  SIGNED_OUT: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  GONE: 410,
  TOO_LARGE: 413,
  LIMIT_REACHED: 422,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
} as const

export type ErrorCode = keyof typeof ERRORS

/** Why one field of a form was refused; `limit` where a number belongs to the sentence. */
export interface FieldError {
  code: FieldErrorCode
  limit?: number
}

export const FIELD_ERRORS = [
  'required',
  'too_short',
  'too_long',
  'too_many',
  'bad_email',
  'bad_zone',
  'bad_date',
  'bad_rule',
  'not_movable',
  'too_many_exceptions',
  'whole_series',
  'end_before_start',
  'taken',
  'wrong_password',
  'wrong_current_password',
  'sign_in_again',
  'suspended',
  'wrong_address',
  'daily_limit',
  'unverified_address',
  'by_invitation',
  'registration_closed',
  'not_a_picture',
  'too_large',
  'too_many_pixels',
  'invalid',
] as const

export type FieldErrorCode = (typeof FIELD_ERRORS)[number]

export type FieldErrors = Record<string, FieldError>

/** An error that its receiver can do something about. Anything else thrown is a fault of ours. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: { fields?: FieldErrors; data?: unknown } = {},
  ) {
    super(code)
  }

  get status(): number {
    return ERRORS[this.code]
  }
}

/** A refusal of one field of the input. */
export function fieldError(field: string, code: FieldErrorCode, limit?: number): AppError {
  return new AppError('INVALID', { fields: { [field]: limit === undefined ? { code } : { code, limit } } })
}
