import swc from '@swc/core'
import { bindParameter, bindVariable, fieldsOf, namespacesIn } from './bindings.mjs'
import { escapePattern, FUNCTIONS, keysOf, listOf, unwrap } from './keys.mjs'
import { Scope } from './scope.mjs'
import { typesOf } from './types.mjs'

/** Methods of a translator that take a key. */
const TRANSLATOR_METHODS = ['rich', 'markup', 'raw', 'has']

/**
 * Finds the message keys that sources use, as patterns: `t('save')` is a key, `` t(`roles.${role}`) `` one of all
 * roles. A `t` is recognized by its origin (useTranslations and similar functions) or its type, also as a member of an
 * object. A function of the same file may choose the key.
 * @param {Map<string, string>} sources text by file
 * @returns {{ file: string, line: number, pattern?: string }[]} without a pattern: a key that cannot be determined
 */
export function usesIn(sources) {
  const modules = [...sources].map(([file, code]) => [
    file,
    // swc continues counting positions from file to file, so the module's start is subtracted below.
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
      for (const variable of declared.declarations ?? []) bindVariable(variable, scope)
    }
    visit(module, scope, ({ at, ...found }) =>
      uses.push({ file, line: lineOf(sources.get(file), at - module.span.start - 1), ...found }),
    )
    return uses
  })
}
const METHODS = ['ClassMethod', 'PrivateMethod', 'MethodProperty']

function visit(node, scope, report) {
  if (Array.isArray(node)) {
    for (const child of node) visit(child, scope, report)
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
    reportCall(node, scope, report)
    const each = eachOf(node, scope)
    if (each) return visitEach(node, each, scope, report)
  }
  for (const [name, child] of Object.entries(node)) if (name !== 'span') visit(child, inner, report)
}

/** Matches `['light', 'dark'].map((theme) => …)`: the list and the callback. */
function eachOf({ callee, arguments: given }, scope) {
  const callback = given[0]?.expression
  if (callee.type !== 'MemberExpression' || callback?.type !== 'ArrowFunctionExpression') return undefined
  const list = listOf(callee.object, scope)
  return list && callback.params[0] ? { list, callback } : undefined
}

function visitEach(node, { list, callback }, scope, report) {
  const inner = new Scope(scope.types, scope)
  const [param] = callback.params
  const oneOf = (values) => values.every(Boolean) && { type: 'OneOf', values }
  if (param.type === 'Identifier') inner.values.set(param.value, oneOf(list))
  if (param.type === 'ArrayPattern')
    param.elements.forEach((element, index) => {
      const column = list.map((row) => unwrap(row).elements?.[index]?.expression)
      if (element?.type === 'Identifier') inner.values.set(element.value, oneOf(column))
    })
  visit(node.callee, scope, report)
  visit(callback.body, inner, report)
  visit(node.arguments.slice(1), scope, report)
}

function reportCall({ callee, arguments: given }, scope, report) {
  const plain = unwrap(callee)
  const isMethod = plain.type === 'MemberExpression' && TRANSLATOR_METHODS.includes(plain.property.value)
  // `useTranslations('a')('key')` is not supported.
  const translator = isMethod ? unwrap(plain.object) : plain
  const namespace = translator.type === 'CallExpression' ? undefined : namespacesIn(translator, scope)
  if (typeof namespace !== 'string' || !given.length) return
  const keys = keysOf(given[0].expression, scope)
  if (!keys) return report({ at: given[0].expression.span?.start ?? callee.span.start })
  for (const key of keys) {
    const suffix = isMethod && plain.property.value === 'raw' ? '(?:\\..+)?' : ''
    report({
      at: callee.span.start,
      pattern: (namespace ? `${escapePattern(namespace)}\\.` : '') + key + suffix,
    })
  }
}

/** Positions are counted in bytes. */
const lineOf = (code, at) => Buffer.from(code).subarray(0, at).toString().split('\n').length
