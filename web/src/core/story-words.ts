// The words of the stories: they come with the list or with a story, not with the first map.
import stories from '../words/en.stories.json';
import { addWords } from './words';

addWords(stories);
