import swc from '@swc/core'
import { namespaceOfType, TRANSLATOR_FACTORIES, typesOf } from './types.mjs'

/** Methods of a translator that take a key. */
const TRANSLATOR_METHODS = ['rich', 'markup', 'raw', 'has']

/**
 * Finds the message keys that sources use, as patterns: `t('save')` is a key, `` t(`roles.${role}`) `` one of all
 * roles. A `t` is recognized by its origin (useTranslations and similar functions) or its type, also as a member of an
 * object. A function of the same file may choose the key.
 * @param {Map<string, string>} sources text by file
 * @returns {{ file: string, line: number, pattern?: string }[]} without a pattern: a key that cannot be followed
 */
export function usesIn(sources) {
  const modules = [...sources].map(([file, code]) => [
    file,
    // swc counts positions on from file to file, so the file's offset is needed.
    swc.parseSync(`;${code}`, { syntax: 'typescript', tsx: file.endsWith('x') }),
  ])
  const named = new Map(modules.map(([file, module]) => [file, typesOf(module)]))
  const all = new Map([...named.values()].flatMap((types) => [...types]))
  return modules.flatMap(([file, module]) => {
    const uses = []
    // A file's own type takes precedence over another with the same name.
    const scope = new Scope(new Map([...all, ...named.get(file)]))
    // Declarations are hoisted.
    for (const item of module.body) {
      const declared = item.declaration ?? item
      if (declared.type === 'FunctionDeclaration') scope.values.set(declared.identifier.value, declared)
      for (const one of declared.declarations ?? []) bindVariable(one, scope)
    }
    visit(module, scope, ({ at, ...found }) =>
      uses.push({ file, line: lineOf(sources.get(file), at - module.span.start - 1), ...found }),
    )
    return uses
  })
}

/** Scope that maps names to translators. */
class Scope {
  constructor(types, outer) {
    this.types = types
    this.outer = outer
    /** Namespaces by name; for an object, those of its members. */
    this.words = new Map()
    /** Namespaces by name of a class's field. */
    this.fields = outer?.fields ?? new Map()
    /** Values by name, for keys that are kept in a constant or chosen by a function. */
    this.values = new Map()
  }

  /** Returns the scope of the whole file. */
  get whole() {
    return this.outer?.whole ?? this
  }

  wordsOf(name) {
    return this.words.get(name) ?? this.outer?.wordsOf(name)
  }

  valueOf(name) {
    return this.values.get(name) ?? this.outer?.valueOf(name)
  }
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'Constructor']
const METHODS = ['ClassMethod', 'PrivateMethod', 'MethodProperty']

function visit(node, scope, tell) {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, scope, tell)
    return
  }
  if (!node || typeof node !== 'object') return
  let inner = scope
  if (FUNCTIONS.includes(node.type) || METHODS.includes(node.type)) {
    inner = new Scope(scope.types, scope)
    for (const param of (node.function ?? node).params)
      bindParameter(param.pat ?? param.param ?? param, inner)
  } else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
    inner = new Scope(scope.types, scope)
    inner.fields = fieldsOf(node, scope.types)
  } else if (node.type === 'VariableDeclarator') bindVariable(node, scope)
  else if (node.type === 'CallExpression') {
    noteCall(node, scope, tell)
    const each = eachOf(node, scope)
    if (each) return visitEach(node, each, scope, tell)
  }
  for (const [name, child] of Object.entries(node)) if (name !== 'span') visit(child, inner, tell)
}

/** Matches `['light', 'dark'].map((theme) => …)`: the list and the callback. */
function eachOf({ callee, arguments: given }, scope) {
  const goes = given[0]?.expression
  if (callee.type !== 'MemberExpression' || goes?.type !== 'ArrowFunctionExpression') return undefined
  const list = listOf(callee.object, scope)
  return list && goes.params[0] ? { list, goes } : undefined
}

function visitEach(node, { list, goes }, scope, tell) {
  const inner = new Scope(scope.types, scope)
  const [param] = goes.params
  const oneOf = (values) => values.every(Boolean) && { type: 'OneOf', values }
  if (param.type === 'Identifier') inner.values.set(param.value, oneOf(list))
  if (param.type === 'ArrayPattern')
    param.elements.forEach((element, index) => {
      const column = list.map((row) => unwrapped(row).elements?.[index]?.expression)
      if (element?.type === 'Identifier') inner.values.set(element.value, oneOf(column))
    })
  visit(node.callee, scope, tell)
  visit(goes.body, inner, tell)
  visit(node.arguments.slice(1), scope, tell)
}

/** Returns the items of a literal list, inline or in a constant. */
function listOf(expression, scope) {
  const node = unwrapped(expression)
  const list = node.type === 'Identifier' ? scope.valueOf(node.value) : node
  return list?.type === 'ArrayExpression' ? list.elements.map((element) => element?.expression) : undefined
}

function bindParameter(pattern, scope) {
  bindPattern(pattern, namespaceOfType(pattern.typeAnnotation?.typeAnnotation, scope.types), scope)
}

/** Binds `t`, or `{ t, event: words }` of an object with translators. */
function bindPattern(pattern, words, scope) {
  if (words === undefined) return
  if (pattern.type === 'Identifier') scope.words.set(pattern.value, words)
  if (pattern.type !== 'ObjectPattern' || typeof words === 'string') return
  for (const { type, key, value } of pattern.properties)
    if (type !== 'RestElement')
      bindPattern(type === 'KeyValuePatternProperty' ? value : key, words.get(key.value), scope)
}

function bindVariable({ id, init }, scope) {
  if (!init) return
  const value = unwrapped(init)
  if (id.type === 'ArrayPattern') {
    // const [t, app] = await Promise.all([getTranslations('groups'), getTranslations('app')])
    const all = value.type === 'CallExpression' && unwrapped(value.arguments[0]?.expression)
    if (all?.type !== 'ArrayExpression') return
    id.elements.forEach((element, index) => {
      const given = all.elements[index]?.expression
      if (element && given) bindPattern(element, wordsIn(unwrapped(given), scope), scope)
    })
    return
  }
  const words = namespaceOfType(id.typeAnnotation?.typeAnnotation, scope.types) ?? wordsIn(value, scope)
  if (words !== undefined) bindPattern(id, words, scope)
  else if (id.type === 'Identifier') scope.values.set(id.value, value)
}

/** Returns the namespace of a translator expression; for an object those of its members. */
function wordsIn(node, scope) {
  switch (node.type) {
    case 'CallExpression':
      return namespaceOfGiver(node)
    case 'Identifier':
      return scope.wordsOf(node.value)
    case 'ThisExpression':
      return scope.fields
    case 'MemberExpression': {
      const words = wordsIn(unwrapped(node.object), scope)
      return typeof words === 'object' ? words.get(node.property.value) : undefined
    }
    default:
      return undefined
  }
}

function fieldsOf({ body }, types) {
  const fields = new Map()
  for (const member of body) {
    const params = member.type === 'Constructor' ? member.params.map(({ param }) => param) : []
    for (const one of member.type === 'ClassProperty' ? [member] : params) {
      const words = namespaceOfType(one?.typeAnnotation?.typeAnnotation, types)
      if (words !== undefined) fields.set(one.value ?? one.key?.value, words)
    }
  }
  return fields
}

function noteCall({ callee, arguments: given }, scope, tell) {
  const plain = unwrapped(callee)
  const way = plain.type === 'MemberExpression' && TRANSLATOR_METHODS.includes(plain.property.value)
  // `useTranslations('a')('key')` is not supported.
  const words = way ? unwrapped(plain.object) : plain
  const namespace = words.type === 'CallExpression' ? undefined : wordsIn(words, scope)
  if (typeof namespace !== 'string' || !given.length) return
  const keys = keysOf(given[0].expression, scope)
  if (!keys) return tell({ at: given[0].expression.span?.start ?? callee.span.start })
  for (const key of keys) {
    const rest = way && plain.property.value === 'raw' ? '(?:\\..+)?' : ''
    tell({ at: callee.span.start, pattern: (namespace ? `${escaped(namespace)}\\.` : '') + key + rest })
  }
}

/** Returns the possible keys of an expression as patterns; undefined if unknown. */
function keysOf(expression, scope) {
  const node = unwrapped(expression)
  switch (node.type) {
    case 'StringLiteral':
      return [escaped(node.value)]
    case 'ConditionalExpression':
      return both(keysOf(node.consequent, scope), keysOf(node.alternate, scope))
    case 'BinaryExpression':
      return both(keysOf(node.left, scope), keysOf(node.right, scope))
    case 'TemplateLiteral':
      return [
        node.quasis
          .map(({ cooked }, index) => {
            const within = node.expressions[index]
            const choices = within && keysOf(within, scope)
            return escaped(cooked) + (within ? (choices ? `(?:${choices.join('|')})` : '[^.]+') : '')
          })
          .join(''),
      ]
    case 'Identifier': {
      const value = scope.valueOf(node.value)
      return value && keysOf(value, scope)
    }
    case 'OneOf':
      return allOf(node.values, scope)
    case 'MemberExpression': {
      // A table by key: BUTTONS[what].
      const table = node.object.type === 'Identifier' && scope.valueOf(node.object.value)
      if (table?.type !== 'ObjectExpression' || node.property.type !== 'Computed') return undefined
      return allOf(
        table.properties.map(({ value }) => value),
        scope,
      )
    }
    case 'CallExpression': {
      // An element of a list: CODES.find(…).
      const list = node.callee.property?.value === 'find' && listOf(node.callee.object, scope)
      if (list) return allOf(list, scope)
      // The result of a function of this file.
      const answers = answersOf(scope.whole.values.get(node.callee.value))
      return answers && allOf(answers, scope.whole)
    }
    default:
      return undefined
  }
}

function allOf(expressions, scope) {
  return expressions.reduce((keys, one) => both(keys, one && keysOf(one, scope)), [])
}

const both = (some, more) => some && more && [...some, ...more]

/** Returns the namespace of a call that creates a translator; undefined for other calls. */
function namespaceOfGiver(node) {
  if (node.type !== 'CallExpression' || !TRANSLATOR_FACTORIES.includes(node.callee.value)) return undefined
  const first = unwrapped(node.arguments[0]?.expression)
  if (first?.type === 'StringLiteral') return first.value
  const named = first?.properties?.find(({ key }) => key?.value === 'namespace')
  return named ? unwrapped(named.value).value : ''
}

/** Returns the expressions that a function may return; undefined for other nodes. */
function answersOf(declared) {
  if (!declared || !FUNCTIONS.includes(declared.type)) return undefined
  if (!declared.body.stmts) return [declared.body]
  const answers = []
  const look = (node) => {
    if (!node || typeof node !== 'object' || FUNCTIONS.includes(node.type)) return
    if (node.type === 'ReturnStatement' && node.argument) answers.push(node.argument)
    for (const child of Object.values(node)) look(child)
  }
  look(declared.body.stmts)
  return answers
}

/** Removes type assertions and await around an expression. */
function unwrapped(node) {
  let inner = node
  while (inner && /^(TsAs|TsNonNull|TsSatisfies|TsConstAssertion|TsConst|Await|Parenthesis)/.test(inner.type))
    inner = inner.expression ?? inner.argument
  return inner
}

/** Positions are counted in bytes. */
const lineOf = (code, at) => Buffer.from(code).subarray(0, at).toString().split('\n').length

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
