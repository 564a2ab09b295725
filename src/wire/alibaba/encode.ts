/** Writes answers and errors as Alibaba Cloud's RPC style has them: JSON, or XML for a client that asks for it. */
import type { WireError } from '../../operations/operation.ts'
import type { Json } from '../../operations/response.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { headerOf } from '../http/signature-input.ts'
import { readParameters } from './decode.ts'

type Body = { readonly [name: string]: Json }

/** JSON unless something else is asked for: the oldest documents say XML, every SDK says what it wants. */
export function wantsXml(request: HttpRequest): boolean {
  const parameters = readParameters(request)
  const format = parameters.ok ? parameters.value.get('Format')?.toLowerCase() : undefined
  if (format) return format === 'xml'
  return /^(application|text)\/xml\b/i.test(headerOf(request, 'accept')?.trim() ?? '')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** What XML 1.0 cannot hold in any form becomes the replacement character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
const unspeakable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(unspeakable, '\ufffd')
    .replace(/[&<>"']/g, (character) => escapes[character] ?? character)

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`

/** A list repeats its own name; an empty one leaves its name once, unless it is all that its wrapper holds. */
function xmlMember(name: string, value: Json, alone: boolean): string {
  if (!Array.isArray(value)) return element(name, xmlContent(value))
  if (value.length === 0) return alone ? '' : element(name, '')
  return value.map((item) => element(name, xmlContent(item))).join('')
}

function xmlContent(value: Json): string {
  if (typeof value !== 'object' || value === null) return escapeXml(String(value ?? ''))
  if (Array.isArray(value)) return value.map((item) => xmlContent(item)).join('')
  const members = Object.entries(value)
  return members.map(([name, member]) => xmlMember(name, member as Json, members.length === 1)).join('')
}

const declaration = "<?xml version='1.0' encoding='UTF-8'?>"

function respond(request: HttpRequest, status: number, root: string, requestId: string, body: Body): HttpResponse {
  const headers = { 'x-acs-request-id': requestId }
  // SDKs compare this content type letter by letter before they read an error as XML.
  if (wantsXml(request)) {
    return {
      status,
      headers: { ...headers, 'content-type': 'text/xml;charset=utf-8' },
      body: `${declaration}${element(root, xmlContent(body))}`,
    }
  }
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json;charset=utf-8' },
    body: JSON.stringify(body),
  }
}

export const encodeAnswer = (request: HttpRequest, requestId: string, action: string, answer: Body): HttpResponse =>
  respond(request, 200, `${action}Response`, requestId, { RequestId: requestId, ...answer })

/** The first five members are strings: clients assert that they are. */
export function encodeError(request: HttpRequest, requestId: string, error: WireError): HttpResponse {
  const { status, code, message, besides } = error
  const host = headerOf(request, 'host') ?? ''
  const recommend = `https://api.alibabacloud.com/troubleshoot?q=${encodeURIComponent(code)}`
  const body = { RequestId: requestId, HostId: host, Code: code, Message: message, Recommend: recommend, ...besides }
  return respond(request, status, 'Error', requestId, body)
}
