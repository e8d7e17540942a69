import { ActionIcon, Button, Checkbox, MultiSelect, NumberInput, Select, Switch } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { TimeField } from '#renderer/components/time-field.tsx';
import { type ClockName, clockName, type Severity } from '#shared/contract/fields.ts';
import type { ClockRule, LadderRole, LadderStep, SeverityPolicy } from '#shared/rules/complaint-policy.ts';
import { policyNotices } from '#shared/rules/complaint-policy.ts';
import classes from './policies.module.css';
import { UNIT_MINUTES, units } from './use-policy-words.ts';

interface SeverityFormProps {
  readonly severity: Severity;
  readonly rules: SeverityPolicy;
  /** Paths below the severity that are wrong. */
  readonly problems: readonly string[];
  readonly readOnly: boolean;
  readonly onChange: (rules: SeverityPolicy) => void;
}

const roles: readonly LadderRole[] = ['head', 'supervisor', 'manager'];
const isRole = (value: string): value is LadderRole => roles.some((role) => role === value);
const numberOf = (value: string | number): number => (typeof value === 'number' ? value : Number.NaN);
const MORE_HOURS = 24;
const usualQuiet = { from: 22 * 60, to: 8 * 60 };

/** Everything that one severity promises: times, ladder, acceptance, quiet hours. */
export function SeverityForm({ severity, rules, problems, readOnly, onChange }: SeverityFormProps) {
  const { t } = useTranslation(['policies', 'complaints']);
  const patch = (part: Partial<SeverityPolicy>) => onChange({ ...rules, ...part });
  const wrong = (path: string) => problems.includes(path);
  const setClock = (clock: ClockName, part: Partial<ClockRule>) =>
    patch({ clocks: { ...rules.clocks, [clock]: { ...rules.clocks[clock], ...part } } });
  const setStep = (index: number, part: Partial<LadderStep>) =>
    patch({ ladder: rules.ladder.map((step, at) => (at === index ? { ...step, ...part } : step)) });
  const last = rules.ladder.at(-1);
  return (
    <>
      <Section title={t('clocks')} note={t('clocksNote')}>
        <table className={classes.clocks}>
          <thead>
            <tr>
              <th scope="col">{t('clock')}</th>
              <th scope="col">{t('target')}</th>
              <th scope="col">{t('unit')}</th>
              <th scope="col">{t('warn')}</th>
              <th scope="col">{t('pauses')}</th>
            </tr>
          </thead>
          <tbody>
            {clockName.options.map((clock) => {
              const rule = rules.clocks[clock];
              const name = t(`complaints:clock.${clock}`);
              return (
                <tr key={clock}>
                  <th scope="row">{name}</th>
                  <td>
                    <NumberInput
                      size="xs"
                      w={96}
                      min={0}
                      step={1}
                      decimalScale={2}
                      aria-label={t('targetOf', { clock: name })}
                      error={wrong(clock)}
                      readOnly={readOnly}
                      value={rule.target / UNIT_MINUTES[rule.unit]}
                      onChange={(value) => setClock(clock, { target: Math.round(numberOf(value) * UNIT_MINUTES[rule.unit]) || 0 })}
                    />
                  </td>
                  <td>
                    <Select
                      size="xs"
                      w={150}
                      aria-label={t('unitOf', { clock: name })}
                      readOnly={readOnly}
                      data={units.map((unit) => ({ value: unit, label: t(`unitName.${unit}`) }))}
                      value={rule.unit}
                      onChange={(next) => {
                        const unit = units.find((each) => each === next) ?? rule.unit;
                        setClock(clock, { unit, target: Math.round((rule.target / UNIT_MINUTES[rule.unit]) * UNIT_MINUTES[unit]) });
                      }}
                    />
                  </td>
                  <td>
                    <NumberInput
                      size="xs"
                      w={84}
                      suffix="%"
                      aria-label={t('warnOf', { clock: name })}
                      error={wrong(`${clock}.warn`)}
                      readOnly={readOnly}
                      value={rule.warnPercent}
                      onChange={(value) => setClock(clock, { warnPercent: numberOf(value) || 0 })}
                    />
                  </td>
                  <td className="s13 tx-3">{rule.pauses ? t('pausesYes') : t('pausesNo')}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Section>
      <Section title={t('ladder.title')} note={t('ladder.note')}>
        {rules.ladder.map((step, index) => (
          <div key={step.level} className={classes.line}>
            <span className="strong" style={{ width: '4.5rem' }}>
              {t('ladder.level', { n: step.level })}
            </span>
            <NumberInput
              size="xs"
              w={110}
              min={0}
              decimalScale={2}
              suffix={t('ladder.hours')}
              aria-label={t('ladder.afterOf', { n: step.level })}
              error={wrong(`ladder.${index}`)}
              readOnly={readOnly}
              value={step.afterMinutes / 60}
              onChange={(value) => setStep(index, { afterMinutes: Math.round(numberOf(value) * 60) || 0 })}
            />
            <MultiSelect
              size="xs"
              w={210}
              aria-label={t('ladder.whoOf', { n: step.level })}
              readOnly={readOnly}
              error={wrong(`ladder.${index}`) && step.tells.length === 0}
              data={roles.map((role) => ({ value: role, label: t(`ladder.role.${role}`) }))}
              value={step.tells}
              onChange={(next) => setStep(index, { tells: next.filter(isRole) })}
            />
            <Checkbox
              label={t('ladder.handler')}
              aria-label={t('ladder.handlerOf', { n: step.level })}
              disabled={readOnly}
              checked={step.namesHandler}
              onChange={(event) => setStep(index, { namesHandler: event.currentTarget.checked })}
            />
            {!readOnly && rules.ladder.length > 1 ? (
              <ActionIcon
                aria-label={t('ladder.remove', { n: step.level })}
                onClick={() => patch({ ladder: rules.ladder.filter((_, at) => at !== index) })}
              >
                <IconX size={15} />
              </ActionIcon>
            ) : null}
          </div>
        ))}
        {!readOnly && (last?.level ?? 0) < 3 ? (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={14} />}
            onClick={() =>
              patch({
                ladder: [
                  ...rules.ladder,
                  {
                    level: (last?.level ?? 0) + 1,
                    afterMinutes: (last?.afterMinutes ?? 0) + MORE_HOURS * 60,
                    tells: ['manager'],
                    namesHandler: false,
                  },
                ],
              })
            }
          >
            {t('ladder.add')}
          </Button>
        ) : null}
        <div className={classes.line}>
          <label htmlFor="accept-minutes">{t('accept')}</label>
          <NumberInput
            id="accept-minutes"
            size="xs"
            w={150}
            suffix={t('acceptUnit')}
            error={wrong('acceptMinutes')}
            readOnly={readOnly}
            value={rules.acceptMinutes}
            onChange={(value) => patch({ acceptMinutes: numberOf(value) || 0 })}
          />
          <span className="s13 tx-3">{t('acceptNote')}</span>
        </div>
        <div className={classes.line}>
          <Switch
            label={t('reply.label')}
            disabled={readOnly}
            checked={rules.writtenReply}
            onChange={(event) => patch({ writtenReply: event.currentTarget.checked })}
          />
        </div>
      </Section>
      <Section title={t('notices.title')} note={t('notices.note')}>
        <div className={classes.line}>
          {policyNotices.map((kind) => (
            <Checkbox
              key={kind}
              label={t(`notices.${kind}`)}
              disabled={readOnly}
              checked={rules.notices.includes(kind)}
              onChange={(event) =>
                patch({
                  notices: policyNotices.filter((each) => (each === kind ? event.currentTarget.checked : rules.notices.includes(each))),
                })
              }
            />
          ))}
        </div>
        {severity === 'critical' ? (
          <p className="s13 tx-2">{t('quiet.critical')}</p>
        ) : (
          <div className={classes.line}>
            <Switch
              label={t('quiet.label')}
              disabled={readOnly}
              checked={rules.quiet !== null}
              onChange={(event) => patch({ quiet: event.currentTarget.checked ? usualQuiet : null })}
            />
            {rules.quiet && !readOnly ? (
              <span className="row gap-8">
                <TimeField
                  label={t('quiet.from')}
                  value={rules.quiet.from}
                  invalid={wrong('quiet')}
                  onChange={(from) => rules.quiet && patch({ quiet: { ...rules.quiet, from } })}
                />
                <span className="tx-3">{t('quiet.to')}</span>
                <TimeField
                  label={t('quiet.until')}
                  value={rules.quiet.to}
                  invalid={wrong('quiet')}
                  onChange={(to) => rules.quiet && patch({ quiet: { ...rules.quiet, to } })}
                />
              </span>
            ) : null}
          </div>
        )}
      </Section>
    </>
  );
}
