import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion, deviceAnswerSchema, deviceListSchema, deviceSchema, deviceValuesSchema, profileListSchema } from './api-schemas.ts';
import { labelBody } from './operation-schemas.ts';
import { presentDevice, presentProfile, presentValues, selectFields } from './presenters.ts';

/** Devices: read and decide about; what they run and do is in the routes of configuration and commands. */
export function addDeviceRoutes(app: ZodFastify, context: ApiContext): void {
  addDeviceReads(app, context);
  addDeviceDecisions(app, context);
}

function addDeviceReads(app: ZodFastify, { manager, schemas, streams }: ApiContext): void {
  const tags = ['devices'];
  app.get(
    '/v1/devices',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Devices by id', querystring: schemas.deviceList, response: { 200: deviceListSchema, ...problems } },
    },
    async ({ query }) => {
      const page = manager.devices.list({ selector: query.selector ?? '', after: query.after, limit: query.limit });
      const items = page.devices.map((view) => selectFields(presentDevice(view, manager), query.fields));
      return { apiVersion, kind: 'DeviceList' as const, items, total: page.total, next: page.next ?? null };
    },
  );
  app.get(
    '/v1/devices/:id',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'One device',
        params: schemas.deviceParams,
        querystring: schemas.deviceGet,
        response: { 200: deviceAnswerSchema, ...problems },
      },
    },
    async ({ params, query }) => selectFields(presentDevice(deviceOf(manager, params.id), manager), query.fields),
  );
  app.get(
    '/v1/devices/:id/values',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Newest reading of each signal',
        params: schemas.deviceParams,
        response: { 200: deviceValuesSchema, ...problems },
      },
    },
    async ({ params }) => {
      const device = deviceOf(manager, params.id);
      return presentValues(device, manager.monitor.latest(device.key));
    },
  );
  app.get(
    '/v1/devices/:id/watch',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Live values (server-sent events, one DeviceValues a change, at most one every everyMs)',
        params: schemas.deviceParams,
        querystring: schemas.watch,
      },
    },
    (request, reply) => watchDevice(manager, streams, request.params.id, request.query.everyMs, request, reply),
  );
  app.get(
    '/v1/profiles',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Public profiles that devices brought', response: { 200: profileListSchema, ...problems } },
    },
    async () => ({
      apiVersion,
      kind: 'KnownProfileList' as const,
      items: manager.devices.listProfiles().map(presentProfile),
      next: null,
    }),
  );
}

function watchDevice(
  manager: ApiContext['manager'],
  streams: ApiContext['streams'],
  id: string,
  everyMs: number,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  deviceOf(manager, id);
  const stream = streams.open(request, reply);
  let sent = '';
  const look = (): void => {
    const device = manager.devices.get(id);
    if (device === undefined) {
      stream.send('removed', { id });
      clearInterval(timer);
      return;
    }
    const values = presentValues(device, manager.monitor.latest(device.key));
    const text = JSON.stringify(values);
    if (text === sent) return;
    sent = text;
    stream.send('values', values);
  };
  const timer = setInterval(look, everyMs);
  stream.onEnd(() => clearInterval(timer));
  look();
}

function addDeviceDecisions(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const tags = ['devices'];
  for (const verb of ['approve', 'reject'] as const) {
    app.post(
      `/v1/devices/${verb}`,
      {
        config: { role: 'operator' },
        schema: {
          tags,
          summary: `${verb === 'approve' ? 'Approve' : 'Reject'} pending devices, all or none`,
          body: schemas.deviceIds,
          response: { 200: deviceListSchema, ...problems },
        },
      },
      async (request) => {
        const views = await manager.devices[verb](request.body.ids, actorOf(request, request.body.reason));
        return {
          apiVersion,
          kind: 'DeviceList' as const,
          items: views.map((view) => presentDevice(view, manager)),
          total: views.length,
          next: null,
        };
      },
    );
  }
  app.post(
    '/v1/devices/:id/revoke',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Revoke the identity and the key for ever; disconnects at once',
        params: schemas.deviceParams,
        body: schemas.reasonOnly,
        response: { 200: deviceSchema, ...problems },
      },
    },
    async (request) => {
      deviceOf(manager, request.params.id);
      return presentDevice(await manager.devices.revoke(request.params.id, actorOf(request, request.body.reason)), manager);
    },
  );
  app.post(
    '/v1/devices/:id/labels',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Set labels, and remove others',
        params: schemas.deviceParams,
        body: labelBody,
        response: { 200: deviceSchema, ...problems },
      },
    },
    async (request) => {
      deviceOf(manager, request.params.id);
      const { reason, ...change } = request.body;
      return presentDevice(await manager.devices.label(request.params.id, change, actorOf(request, reason)), manager);
    },
  );
  app.post(
    '/v1/devices/:id/remove',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Forget a device; its revocation, if any, stays',
        params: schemas.deviceParams,
        body: schemas.reasonOnly,
        response: { 200: deviceSchema, ...problems },
      },
    },
    async (request) => {
      const view = presentDevice(deviceOf(manager, request.params.id), manager);
      await manager.devices.remove(request.params.id, actorOf(request, request.body.reason));
      return view;
    },
  );
}
