/** Errors as RFC 9457 problems: pure. */
import type { FastifyError, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { SeatrialError } from '#proto/kit/index.js';
import { apiError } from './api-errors.ts';
import type { problemSchema } from './api-schemas.ts';

export type Problem = z.output<typeof problemSchema>;

/** Media type of every error. */
export const problemType = 'application/problem+json';

/** Turns whatever a handler threw into an error with a code. What is not expected becomes E1900 without its inner text. */
export function toSeatrialError(error: unknown, request: Pick<FastifyRequest, 'id' | 'headers' | 'routeOptions'>): SeatrialError {
  if (error instanceof SeatrialError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = (error as FastifyError).validationContext ?? 'request';
    const issues = error.validation.map((issue) => `${part}${issue.instancePath.replaceAll('/', '.')}: ${issue.message ?? 'wrong'}`);
    const more = issues.length > 3 ? ` and ${issues.length - 3} more` : '';
    return apiError('E1905', { message: `${issues.slice(0, 3).join('; ')}${more}` });
  }
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    // One that is sent in pieces does not say its length, and is read no further than the limit.
    const bytes = request.headers['content-length'] ?? 'more';
    return apiError('E1906', { message: `the body has ${bytes} bytes, the limit is ${request.routeOptions.bodyLimit}`, cause: error });
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return apiError('E1913', { message: (error as Error).message, cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return apiError('E1905', { message: (error as Error).message, cause: error });
  }
  return apiError('E1900', { message: `the manager failed; its log has more under request ${request.id}`, cause: error });
}

/** The body of an error's answer. */
export function problemOf(error: SeatrialError, requestId: string): Problem {
  return {
    type: `urn:seatrial:error:${error.code}`,
    title: error.definition.title,
    status: error.status,
    detail: error.message,
    code: error.code,
    message: error.message,
    why: error.definition.why,
    next: error.next,
    exit: error.exit,
    requestId,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.at === undefined ? {} : { at: error.at }),
  };
}
