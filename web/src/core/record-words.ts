// The words of the feature panel: they come with it, not with the first map.
import record from '../words/en.record.json';
import { addWords } from './words';

addWords(record);
