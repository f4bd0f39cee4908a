import { formatBattery } from '../battery.ts';
import * as samples from './samples.ts';

formatBattery('klog', [...samples.KLOG, samples.KLOG_BLOCK]);
formatBattery('logrus', samples.LOGRUS.slice(0, 3));
formatBattery('logrus-tty', samples.LOGRUS_TTY);
formatBattery('logfmt', samples.LOGFMT);
formatBattery('klog-json', samples.KLOG_JSON);
formatBattery('zap-json', samples.ZAP_JSON);
formatBattery('audit', samples.AUDIT);
formatBattery('k8s-event', samples.K8S_EVENT);
formatBattery('capnslog', samples.CAPNSLOG);
formatBattery('rancher', samples.RANCHER);
formatBattery('go-log', samples.GO_LOG);
formatBattery('calico', samples.CALICO);
formatBattery('coredns', samples.COREDNS);
formatBattery('zap-console', samples.ZAP_CONSOLE);
formatBattery('go-panic', samples.GO_PANIC);
formatBattery('logfmt', [samples.SLOG]);
